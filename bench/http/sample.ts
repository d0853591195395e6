import { type ServeOptions, serve } from '../workerd/serve.ts';
import { script, type Worker } from '../workerd/worker.ts';
import { type BenchRequest, withHeaders } from './request.ts';

/** What a Worker answers to each of the requests, and one of the answers whole. */
export interface Sample {
  /** Those to ask. */
  readonly requests: readonly BenchRequest[];
  readonly bodyBytes: readonly number[];
  readonly answer: WholeAnswer;
}

export interface WholeAnswer {
  readonly status: 200 | 304;
  readonly body: string;
  /** Those of the Worker: workerd adds the length. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface SampleOptions extends ServeOptions {
  /** Whether the requests are to be asked by somebody who has the answers, and says so. */
  readonly isRepeated: boolean;
}

/** Asks every request of a warm Worker; throws where one is not answered as it should be. */
export async function sample(
  worker: Worker,
  first: readonly BenchRequest[],
  { isRepeated, ...options }: SampleOptions,
): Promise<Sample> {
  const server = await serve(worker, options);
  const askAll = (requests: readonly BenchRequest[], status: WholeAnswer['status']) =>
    Promise.all(requests.map((request) => ask(server.port, request, status)));
  try {
    let requests = first;
    let answers = await askAll(requests, 200);
    if (isRepeated) {
      requests = requests.map((request, index) =>
        withHeaders(request, { 'If-None-Match': answers[index]?.headers.etag ?? '' }),
      );
      answers = await askAll(requests, 304);
    }
    const [answer] = answers;
    if (answer === undefined) throw new Error('nothing was asked');
    return { requests, bodyBytes: answers.map(({ body }) => Buffer.byteLength(body)), answer };
  } finally {
    await server.end();
  }
}

async function ask(
  port: number,
  { method, path, headers, body }: BenchRequest,
  status: WholeAnswer['status'],
): Promise<WholeAnswer> {
  const init = { method, headers, ...(body === '' ? {} : { body }) };
  const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
  const text = await response.text();
  if (response.status !== status) throw new Error(`${path} was answered ${response.status}`);
  return { status, body: text, headers: ownHeaders(response.headers) };
}

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

/**
 * Answers the same to everybody, in the cheapest way that we know. What is sent to it is read as
 * JSON first.
 */
export function bareWorker(
  { status, body, headers }: WholeAnswer,
  { hasHeaders, readsBody }: { readonly hasHeaders: boolean; readonly readsBody: boolean },
): Worker {
  const own = hasHeaders ? `, headers: new Headers(${JSON.stringify(headers)})` : '';
  const respond = 'new Response(body, init)';
  return script(`
const body = ${status === 304 ? 'null' : JSON.stringify(body)};
const init = ${hasHeaders || status !== 200 ? `{ status: ${status}${own} }` : 'undefined'};
export default {
  ${readsBody ? `async fetch(request) { await request.json(); return ${respond}; }` : `fetch: () => ${respond}`}
};
`);
}
