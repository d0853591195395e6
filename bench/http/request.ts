/** A request that is measured, without the key that all have. */
export interface BenchRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for none. */
  readonly body: string;
}

export const get = (path: string): BenchRequest => ({ method: 'GET', path, headers: {}, body: '' });

export const post = (path: string, document: object): BenchRequest => ({
  method: 'POST',
  path,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(document),
});

export const withHeaders = (request: BenchRequest, headers: BenchRequest['headers']) => ({
  ...request,
  headers: { ...request.headers, ...headers },
});

/** As it goes over the wire. */
export function requestText({ method, path, headers, body }: BenchRequest): string {
  const length = body === '' ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  const lines = Object.entries({ Host: 'flags.example.com', ...headers, ...length });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `${method} ${path} HTTP/1.1\r\n${head}\r\n${body}`;
}
