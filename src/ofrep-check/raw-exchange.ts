import { connect as connectPlainly } from 'node:net';
import { connect as connectOverTls } from 'node:tls';
import { type HttpRequest, headersOf, NoAnswerError } from './http-client.ts';
import type { Settings } from './settings.ts';

/** The bytes behind the head of an answer, which `fetch` hides where HTTP allows none. */
export async function readRawBody(request: HttpRequest, settings: Settings): Promise<string> {
  const received = await exchange(toText(request, settings), settings);
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) throw new NoAnswerError('no answer: the head of the answer has no end');
  return received.slice(end + 4);
}

function toText(request: HttpRequest, { baseUrl, headers }: Settings): string {
  const { method = 'POST', path, body = '', credential } = request;
  const { pathname, search, host } = new URL(baseUrl + path);
  const sent = {
    host,
    connection: 'close',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
    ...(credential ? headersOf(credential) : {}),
    ...request.headers,
  };
  const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

function exchange(text: string, { baseUrl, timeoutSeconds }: Settings): Promise<string> {
  const { protocol, hostname, port } = new URL(baseUrl);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isSecure = protocol === 'https:';
  const address = { host, port: Number(port) || (isSecure ? 443 : 80) };
  return new Promise((resolve, reject) => {
    const socket = isSecure
      ? connectOverTls({ ...address, servername: host, ALPNProtocols: ['http/1.1'] })
      : connectPlainly(address);
    let received = '';
    socket.setEncoding('latin1');
    socket.setTimeout(timeoutSeconds * 1000, () => socket.destroy());
    socket.on('data', (chunk) => (received += chunk));
    socket.on('error', ({ message }) => reject(new NoAnswerError(`no answer: ${message}`)));
    socket.on('close', () => resolve(received));
    socket.write(text);
  });
}
