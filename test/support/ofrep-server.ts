import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Answered,
  type Asked,
  type Behaviour,
  type Context,
  cors,
  rightBehaviour,
  serverKey,
} from './ofrep-behaviour.ts';
import { evaluateAll, type FlagState } from './ofrep-flags.ts';
import { createEventHub, type EventHub } from './ofrep-stream.ts';

const tokenLifetimeSeconds = 60;
const path = '/ofrep/v1/evaluate/flags';

export type OfrepServer = Awaited<ReturnType<typeof startOfrepServer>>;

/** All of OFREP over flags in memory, on a port of its own; broken as the caller wants it. */
export async function startOfrepServer(broken: Partial<Behaviour> = {}) {
  const behaviour = { ...rightBehaviour, ...broken };
  const state: FlagState & { seconds: number; requests: number } = {
    isFlipped: false,
    version: 1,
    seconds: 1_771_622_898,
    requests: 0,
  };
  const hub = createEventHub(behaviour);
  const server = createServer(async (request, response) => {
    const asked = await readRequest(request, behaviour);
    if (asked.url.pathname === '/ofrep/v1/stream') {
      return hub.connect(request, response, isTokenGood(asked.url, state.seconds, behaviour));
    }
    const answered = answer(asked, { behaviour, state });
    behaviour.tamper(answered, asked);
    send(response, answered, behaviour);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    flip: async () => flip(state, hub),
    /** Its clock is turned on instead of waited for. */
    wait: async (seconds: number) => {
      state.seconds += seconds;
      state.requests = 0;
    },
    close: () => {
      hub.close();
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function flip(state: FlagState & { seconds: number }, hub: EventHub): void {
  state.isFlipped = !state.isFlipped;
  state.version += 1;
  hub.publish({
    id: String(state.version),
    etag: `config-${state.version}`,
    lastModified: state.seconds,
  });
}

async function readRequest(request: IncomingMessage, { decodeKey }: Behaviour): Promise<Asked> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  const { headers, method } = request;
  const common = { url, headers, context: readContext(text), key: undefined };
  if (method === 'OPTIONS') return { ...common, kind: 'preflight' };
  if (method !== 'POST') return { ...common, kind: 'other' };
  const rest = url.pathname.startsWith(path) ? url.pathname.slice(path.length) : undefined;
  if (rest === '' || rest === '/') return { ...common, kind: 'bulk' };
  if (!rest?.startsWith('/')) return { ...common, kind: 'other' };
  return { ...common, kind: 'single', key: decodeKey(rest.slice(1)) };
}

function readContext(text: string): Context | undefined {
  try {
    return JSON.parse(text).context;
  } catch {
    return undefined;
  }
}

interface Inside {
  readonly behaviour: Behaviour;
  readonly state: FlagState & { seconds: number; requests: number };
}

function answer(asked: Asked, { behaviour, state }: Inside): Answered {
  if (asked.kind === 'preflight') return preflight();
  const isSlashed = asked.kind === 'bulk' && asked.url.pathname.endsWith('/');
  if (asked.kind === 'other' || (isSlashed && !behaviour.takesTrailingSlash)) return json(404, {});
  if (!behaviour.accepts(asked)) return json(401, {});
  if (++state.requests > behaviour.mostRequests) {
    const limited = json(429, {});
    limited.headers['retry-after'] = '7';
    return limited;
  }
  const key = asked.key === undefined ? {} : { key: asked.key };
  if (asked.context === undefined) return json(400, { ...key, errorCode: 'PARSE_ERROR' });
  return asked.kind === 'single'
    ? answerOne(asked.key, asked.context, state)
    : answerAll(asked, asked.context, { behaviour, state });
}

function answerOne(key: string | undefined, context: Context, state: FlagState): Answered {
  const item = evaluateAll(context, state).find((each) => each.key === key);
  if (item === undefined) return json(404, { key, errorCode: 'FLAG_NOT_FOUND' });
  return json(item.errorCode === undefined ? 200 : 400, item);
}

function answerAll(asked: Asked, context: Context, { behaviour, state }: Inside): Answered {
  const etag = behaviour.etag(state.version, context);
  const known = asked.url.searchParams.get('flagConfigEtag');
  const isNewer =
    behaviour.heedsConfigEtag && known !== null && known !== `config-${state.version}`;
  const ifNoneMatch = asked.headers['if-none-match'];
  if (!isNewer && ifNoneMatch !== undefined && behaviour.matches(ifNoneMatch, etag)) {
    return { status: 304, headers: { etag, ...cors }, body: undefined };
  }
  const isStale = behaviour.isStale(asked);
  const flags = evaluateAll(context, isStale ? { ...state, isFlipped: !state.isFlipped } : state);
  const requestUri = `/ofrep/v1/stream?token=${tokenFor(state.seconds + tokenLifetimeSeconds)}`;
  const eventStreams = [{ type: 'sse', endpoint: { requestUri }, inactivityDelaySec: 120 }];
  const answered = json(200, { flags, eventStreams, metadata: { version: state.version } });
  answered.headers.etag = etag;
  return answered;
}

function json(status: number, body: unknown): Answered {
  const headers = { 'content-type': 'application/json', 'cache-control': 'private, no-store' };
  return { status, headers: { ...headers, ...cors }, body };
}

function preflight(): Answered {
  const headers = {
    ...cors,
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers': 'Content-Type, Authorization, X-API-Key, If-None-Match',
    'access-control-max-age': '86400',
  };
  return { status: 204, headers, body: undefined };
}

function send(response: ServerResponse, answered: Answered, { bypass }: Behaviour): void {
  if (bypass(response, answered)) return;
  const { status, headers, body } = answered;
  response.writeHead(status, headers);
  response.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body));
}

function tokenFor(expiresAt: number): string {
  return `${expiresAt}.${createHmac('sha256', serverKey).update(String(expiresAt)).digest('hex')}`;
}

function isTokenGood(url: URL, now: number, { acceptsToken }: Behaviour): boolean {
  const token = url.searchParams.get('token');
  const expiresAt = Number.parseInt(token ?? '', 10);
  return acceptsToken(token, token === tokenFor(expiresAt), expiresAt < now);
}
