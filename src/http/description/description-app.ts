import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/** `/openapi.json` and `/docs`: made when first asked for, and the same for everybody. */
export function createDescriptionApp({ codeVersion }: { readonly codeVersion: string }) {
  let described: ReturnType<typeof describe> | undefined;
  const describeOnce = () => {
    described ??= describe(codeVersion);
    return described;
  };
  return new Hono()
    .use('/openapi.json', secureHeaders())
    .get('/openapi.json', async (c) => c.json((await describeOnce()).document))
    .get('/docs', async (c) => {
      const { page, policy } = await describeOnce();
      return c.html(page, 200, { ...pageHeaders, 'Content-Security-Policy': policy });
    });
}

const pageHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=15552000; includeSubDomains',
};

/** Imported here, as an isolate that changes flags needs none of it. */
async function describe(codeVersion: string) {
  const [{ openapiDocument }, { describeApi }, { pageStyle, referencePage }] = await Promise.all([
    import('./openapi-document.ts'),
    import('./reference.ts'),
    import('./reference-page.ts'),
  ]);
  const styleHash = createHash('sha256').update(pageStyle).digest('base64');
  return {
    document: openapiDocument(codeVersion),
    page: await referencePage(describeApi()),
    policy: `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
}
