import { type KvValue, script, type Worker } from './worker.ts';

/** Speaks what workerd's KV client asks: the key as the path, the metadata as a header. */
export const kvService = (values: Readonly<Record<string, KvValue>>): Worker =>
  script(`
const values = ${JSON.stringify(values)};
export default {
  fetch(request) {
    const value = values[decodeURIComponent(new URL(request.url).pathname.slice(1))];
    if (request.method !== 'GET') return new Response(null, { status: 405 });
    if (value === undefined) return new Response(null, { status: 404 });
    return new Response(value.text, {
      headers: { 'CF-KV-Metadata': JSON.stringify(value.metadata) },
    });
  },
};
`);
