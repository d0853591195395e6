import { type Context, Hono } from 'hono';
import type {
  ExportOverridesInput,
  ImportOverridesQuery,
  RemoveOverridesInput,
  RemoveOverridesQuery,
  SearchOverridesInput,
} from '../../../contract/flags/override-bulk.ts';
import { exportOverrides } from '../../../control/overrides/export-overrides.ts';
import { importOverrides } from '../../../control/overrides/import-overrides.ts';
import type { OverrideFile } from '../../../control/overrides/judge-entries.ts';
import { removeOverrides } from '../../../control/overrides/remove-overrides.ts';
import { searchOverrides } from '../../../control/overrides/search-overrides.ts';
import type { AdminEnv } from '../admin-env.ts';
import { expectedRevision } from '../etag.ts';
import { HttpRefusal } from '../http-refusal.ts';
import { jsonBody, readJson } from '../json-body.ts';
import { queryOf } from '../query-of.ts';

const collection = '/:environment/overrides';

/** Under `/environments`. The ETag of many overrides is the version of their environment. */
export const overrideBulkRoutes = new Hono<AdminEnv>()
  .get(collection, queryOf<SearchOverridesInput>(), async (c) => {
    const input = { ...c.req.param(), question: c.req.valid('query') };
    return c.json(await searchOverrides({ ctx: c.var.control, input }));
  })
  .get(`${collection}/export`, queryOf<ExportOverridesInput>(), async (c) => {
    const input = { ...c.req.param(), question: c.req.valid('query') };
    const { version, type, text } = await exportOverrides({ ctx: c.var.control, input });
    const extension = type.startsWith('text/csv') ? 'csv' : 'json';
    return c.body(text, 200, {
      'Content-Type': type,
      'Content-Disposition': `attachment; filename="overrides-${input.environment}.${extension}"`,
      ETag: `"${version}"`,
    });
  })
  .post(`${collection}/import`, queryOf<ImportOverridesQuery>(), async (c) => {
    const input = {
      ...c.req.param(),
      query: c.req.valid('query'),
      expectedRevision: expectedRevision(c),
      body: await readFile(c),
    };
    const changed = await importOverrides({ ctx: c.var.control, input });
    c.header('ETag', `"${changed.version}"`);
    return c.json(changed);
  })
  .post(
    `${collection}/remove`,
    queryOf<RemoveOverridesQuery>(),
    jsonBody<RemoveOverridesInput>(),
    async (c) => {
      const input = {
        ...c.req.param(),
        query: c.req.valid('query'),
        expectedRevision: expectedRevision(c),
        which: c.req.valid('json'),
      };
      const changed = await removeOverrides({ ctx: c.var.control, input });
      c.header('ETag', `"${changed.version}"`);
      return c.json(changed);
    },
  );

/** A spreadsheet may save in another encoding, whose letters would be those of somebody else. */
function readUtf8(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new HttpRefusal(
      400,
      'bad_request',
      'The file is not encoded in UTF-8. Save it as UTF-8.',
    );
  }
}

async function readFile(c: Context): Promise<OverrideFile> {
  const text = readUtf8(await c.req.arrayBuffer());
  const type = c.req.header('Content-Type') ?? '';
  const isCsv = /^text\/csv\b/i.test(type);
  if (!isCsv && !/\bjson\b/i.test(type)) {
    const message = 'Send the header Content-Type: text/csv, or application/json.';
    throw new HttpRefusal(400, 'bad_request', message);
  }
  return isCsv ? { csv: text } : { json: readJson(c, text) };
}
