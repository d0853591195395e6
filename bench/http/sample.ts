import { type ServeOptions, serve } from '../workerd/serve.ts';
import { script, type Worker } from '../workerd/worker.ts';

/** What a Worker answers to each of the requests, and one of the answers whole. */
export interface Sample {
  readonly bodyBytes: readonly number[];
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Asks every request of a warm Worker; throws where one is not answered as it should be. */
export async function sample(
  worker: Worker,
  paths: readonly string[],
  key: string,
  options: ServeOptions,
): Promise<Sample> {
  const server = await serve(worker, options);
  try {
    const bodyBytes: number[] = [];
    let last: Omit<Sample, 'bodyBytes'> | undefined;
    for (const path of paths) {
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
        headers: { Authorization: `Bearer ${key}` },
      });
      const body = await response.text();
      if (response.status !== 200) throw new Error(`${path} was answered ${response.status}`);
      bodyBytes.push(Buffer.byteLength(body));
      last = { body, headers: ownHeaders(response.headers) };
    }
    if (last === undefined) throw new Error('nothing was asked');
    return { bodyBytes, ...last };
  } finally {
    await server.end();
  }
}

/** Those of the Worker: workerd adds the length. */
function ownHeaders(headers: Headers): Record<string, string> {
  const {
    'content-length': _length,
    date: _date,
    connection: _connection,
    'keep-alive': _keepAlive,
    ...own
  } = Object.fromEntries(headers);
  return own;
}

/** Answers the same to everybody, in the cheapest way that we know. */
export const bareWorker = (
  body: string,
  headers: Readonly<Record<string, string>> | undefined,
): Worker =>
  script(`
const body = ${JSON.stringify(body)};
${headers ? `const init = { headers: new Headers(${JSON.stringify(headers)}) };` : 'const init = undefined;'}
export default { fetch: () => new Response(body, init) };
`);
