import type { PublishedKey } from '../../snapshot/format.ts';
import type { Held } from '../../snapshot/held.ts';
import type { Granted } from './access.ts';
import type { Asked } from './asked.ts';

const exposed = 'ETag, Retry-After, x-flags-source, x-flags-version, x-flags-age, x-request-id';

interface Made {
  readonly ageSeconds: number;
  readonly source: Granted['source'];
  readonly origin: string | undefined;
  readonly headers: Headers;
}

/** The headers last made for a snapshot: within one second nearly every answer has the same. */
const lastMade = {
  whole: new WeakMap<Held, Made>(),
  tagged: new WeakMap<Held, Made>(),
  notModified: new WeakMap<Held, Made>(),
};

/**
 * Answers depend on the key and the context, so no cache may keep them. A response copies what it is
 * given: those of tagged answers are given each answer's `ETag` before, the others stay as they are.
 */
export function answerHeaders(
  granted: Granted,
  { headers: asking, now }: Asked,
  kind: keyof typeof lastMade = 'whole',
): Headers {
  const { held, source } = granted;
  const ageSeconds = Math.max(0, Math.floor((now - held.confirmedAt) / 1000));
  const origin = allowedOrigin(granted.key, asking);
  const last = lastMade[kind].get(held);
  if (last && last.ageSeconds === ageSeconds && last.source === source && last.origin === origin) {
    return last.headers;
  }
  const headers = makeHeaders({ ageSeconds, source, origin, version: held.snapshot.version });
  if (kind === 'notModified') headers.delete('Content-Type');
  lastMade[kind].set(held, { ageSeconds, source, origin, headers });
  return headers;
}

function makeHeaders(
  made: Pick<Made, 'ageSeconds' | 'source' | 'origin'> & { readonly version: number },
): Headers {
  const headers = new Headers({
    'Content-Type': 'application/json',
    'Cache-Control': 'private, no-store',
    'x-flags-source': made.source,
    'x-flags-version': String(made.version),
    'x-flags-age': String(made.ageSeconds),
  });
  allowOrigin(headers, made.origin);
  return headers;
}

/** Lets these pages read the answer: all, one, or (undefined) none. */
export function allowOrigin(headers: Headers, origin: string | undefined): void {
  if (origin === undefined) return;
  headers.set('Access-Control-Allow-Origin', origin);
  headers.set('Access-Control-Expose-Headers', exposed);
  if (origin !== '*') headers.set('Vary', 'Origin');
}

/** What may read the answer: any page, the asking page, or (undefined) no page at all. */
export function allowedOrigin(key: PublishedKey, headers: Headers): string | undefined {
  if (key.allowedOrigins.includes('*')) return '*';
  if (key.allowedOrigins.length === 0) return undefined;
  const origin = headers.get('Origin');
  return origin !== null && key.allowedOrigins.includes(origin) ? origin : undefined;
}

/** Of errors, and of answers without a snapshot: they hold nothing that is not for everybody. */
export const publicHeaders = {
  'Content-Type': 'application/json',
  'Cache-Control': 'private, no-store',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': exposed,
} as const;

/** Of answers without a snapshot. */
export const unavailableHeaders = {
  ...publicHeaders,
  'x-flags-source': 'default',
  'x-flags-version': '0',
  'x-flags-age': '0',
} as const;

/** A browser asks without a key, so any page may ask; whether it may read depends on the key. */
export const preflight = (methods: string) => (): Response =>
  new Response(null, {
    status: 204,
    headers: {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': methods,
      'Access-Control-Allow-Headers':
        'Authorization, Content-Type, If-None-Match, Last-Event-ID, X-API-Key',
      'Access-Control-Max-Age': '86400',
    },
  });
