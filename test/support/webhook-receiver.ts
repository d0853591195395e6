import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export type Answering = (request: Received, response: ServerResponse) => void;

export const answering =
  (status: number, headers: Record<string, string> = {}, body = ''): Answering =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
  };

/** Somebody else's server: it keeps what it was sent, and answers as it is told, 204 at first. */
export async function startReceiver() {
  const received: Received[] = [];
  let answer = answering(204);
  const server = createServer(async (request, response) => {
    const got = await read(request);
    received.push(got);
    answer(got, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    /** What came to this path, oldest first. */
    at: (path: string) => received.filter((each) => each.path === path),
    answers(answering: Answering) {
      answer = answering;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function read(request: IncomingMessage): Promise<Received> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return { path: request.url ?? '', headers: request.headers as Record<string, string>, body };
}
