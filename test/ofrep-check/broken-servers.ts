import type { ServerResponse } from 'node:http';
import {
  type Answered,
  type Asked,
  type Behaviour,
  serverKey,
} from '../support/ofrep-behaviour.ts';
import { contextEtag } from '../support/ofrep-flags.ts';
import type { CheckedServer } from './check-server.ts';

type Body = Record<string, unknown>;

/** A change to what is answered where `where` says so. */
function tampers(
  where: (asked: Asked, answered: Answered) => boolean,
  change: (answered: Answered, asked: Asked) => void,
): CheckedServer {
  const tamper: Behaviour['tamper'] = (answered, asked) => {
    if (where(asked, answered)) change(answered, asked);
  };
  return { behaviour: { tamper } };
}

const isBulk = ({ kind }: Asked, { status }: Answered) => kind === 'bulk' && status === 200;
const isSingle = ({ kind }: Asked, { status }: Answered) => kind === 'single' && status === 200;
const isPreflight = ({ kind }: Asked) => kind === 'preflight';
const isStatus =
  (kind: Asked['kind'], wanted: number) =>
  (asked: Asked, { status }: Answered) =>
    asked.kind === kind && status === wanted;
const isFlag =
  (key: string) =>
  (asked: Asked): boolean =>
    asked.key === key;

const setBody = (values: Body) => (answered: Answered) => {
  answered.body = { ...(answered.body as Body), ...values };
};
const setStatus = (status: number) => (answered: Answered) => {
  answered.status = status;
};
const setHeader = (name: string, value: string) => (answered: Answered) => {
  answered.headers[name] = value;
};
const dropHeader = (name: string) => (answered: Answered) => {
  delete answered.headers[name];
};

/** Of every flag among all. */
const changeItems = (change: (items: Body[]) => unknown[]) =>
  tampers(isBulk, (answered) => {
    answered.body = { ...(answered.body as Body), flags: change((answered.body as Bulk).flags) };
  });
interface Bulk {
  readonly flags: Body[];
}

const changeStreams = (...eventStreams: unknown[]) => tampers(isBulk, setBody({ eventStreams }));

const behaves = (behaviour: Partial<Behaviour>): CheckedServer => ({ behaviour });
const etagOver = (etag: Behaviour['etag']) => behaves({ etag });

const originOpen = 'access-control-allow-origin';
const exposed = 'access-control-expose-headers';
const streamHeaders = { 'content-type': 'text/event-stream', [originOpen]: '*' };
const eventWith = (text: (data: Body, id: string) => string) =>
  behaves({
    eventText: ({ id, ...data }) => text({ type: 'refetchEvaluation', ...data }, id),
  });
const written = (data: unknown, id: string) =>
  `id: ${id}\nevent: message\ndata: ${JSON.stringify(data)}\n\n`;

let volatile = 0;

/** Each is right but for one thing: the check that has to find it, what is broken, and how. */
export const brokenServers: readonly (readonly [string, string, CheckedServer])[] = [
  ['auth-missing', 'serves who has no key', behaves({ accepts: acceptsAnonymous })],
  ['auth-wrong', 'serves whatever key it is sent', behaves({ accepts: acceptsAnyKey })],
  ['auth-schemes', 'knows no X-API-Key', behaves({ accepts: acceptsBearer })],

  [
    'single-boolean',
    'writes true as text',
    tampers(isFlag('billing.enabled'), setBody({ value: 'true' })),
  ],
  ['single-string', 'reads 007 as a number', tampers(isFlag('banner.text'), setBody({ value: 7 }))],
  [
    'single-integer',
    'writes numbers as text',
    tampers(isFlag('cart.limit'), setBody({ value: '42' })),
  ],
  [
    'single-float',
    'writes fractions as text',
    tampers(isFlag('price.factor'), setBody({ value: '0.25' })),
  ],
  [
    'single-object',
    'writes JSON inside of JSON',
    tampers(isFlag('checkout.theme'), setBody({ value: '{"hue":0}' })),
  ],
  [
    'single-content-type',
    'calls one flag text',
    tampers(isSingle, setHeader('content-type', 'text/plain')),
  ],
  [
    'single-key',
    'answers the key in capitals',
    tampers(isSingle, (answered, { key }) => setBody({ key: key?.toUpperCase() })(answered)),
  ],
  [
    'single-reason',
    'gives no reason for one flag',
    tampers(isFlag('banner.text'), setBody({ reason: undefined })),
  ],
  [
    'code-default',
    'decides what is for the code to decide',
    tampers(isFlag('layout.columns'), setBody({ value: 0 })),
  ],
  ['disabled', 'does not find what is switched off', tampers(isFlag('search.old'), setStatus(404))],
  [
    'not-found-status',
    'answers 200 for flags that do not exist',
    tampers(isStatus('single', 404), setStatus(200)),
  ],
  [
    'not-found-body',
    'answers 404 as its framework does',
    tampers(isStatus('single', 404), (answered) => {
      answered.body = 'Not Found';
    }),
  ],
  [
    'key-slash',
    'splits keys at slashes',
    behaves({ decodeKey: (key) => decodeURIComponent(key).split('/').at(-1) ?? '' }),
  ],
  [
    'key-space',
    'turns spaces into plus signs',
    behaves({ decodeKey: (key) => decodeURIComponent(key.replaceAll('%20', '+')) }),
  ],
  [
    'key-unicode',
    'reads keys as Latin-1',
    behaves({ decodeKey: (key) => Buffer.from(decodeURIComponent(key)).toString('latin1') }),
  ],
  [
    'single-bad-json',
    'falls over broken JSON for one flag',
    tampers(isStatus('single', 400), failsOnBadJson),
  ],
  [
    'single-no-body',
    'evaluates one flag for nobody',
    tampers(isStatus('single', 400), servesWithoutBody),
  ],
  [
    'single-400-body',
    'keeps the key out of its 400',
    tampers(isStatus('single', 400), setBody({ key: undefined })),
  ],

  ['bulk-answer', 'answers all flags as an object by key', tampers(isBulk, setBody({ flags: {} }))],
  ['bulk-broken', 'lets one broken flag fail all', tampers(isBulk, setStatus(500))],
  [
    'bulk-content-type',
    'calls all flags text',
    tampers(isBulk, setHeader('content-type', 'text/plain')),
  ],
  [
    'bulk-items',
    'gives no reason among all flags',
    changeItems((items) => items.map(({ reason: _, ...item }) => item)),
  ],
  [
    'bulk-complete',
    'loses a flag among all',
    changeItems((items) => items.filter(({ key }) => key !== 'banner.text')),
  ],
  [
    'bulk-values',
    'writes numbers as text among all flags',
    changeItems((items) =>
      items.map((item) => (item.value === 42 ? { ...item, value: '42' } : item)),
    ),
  ],
  ['bulk-anonymous', 'refuses an empty context', tampers(isAnonymous, setStatus(400))],
  ['bulk-trailing-slash', 'knows no slash at the end', behaves({ takesTrailingSlash: false })],
  [
    'null-value',
    'sends null where there is no value',
    tampers(isFlag('layout.columns'), setBody({ value: null })),
  ],
  ['variant-text', 'numbers its variants', tampers(isFlag('banner.text'), setBody({ variant: 2 }))],
  [
    'reason-known',
    'has reasons of its own',
    tampers(isFlag('banner.text'), setBody({ reason: 'BECAUSE' })),
  ],
  [
    'metadata-scalars',
    'nests its metadata',
    tampers(isBulk, setBody({ metadata: { build: { number: 1 } } })),
  ],
  [
    'bulk-bad-json',
    'falls over broken JSON for all flags',
    tampers(isStatus('bulk', 400), failsOnBadJson),
  ],
  [
    'bulk-no-body',
    'evaluates all flags for nobody',
    tampers(isStatus('bulk', 400), servesWithoutBody),
  ],
  [
    'bulk-400-body',
    'says nothing with its 400',
    tampers(isStatus('bulk', 400), setBody({ errorCode: undefined })),
  ],

  ['etag-present', 'sends no ETag', tampers(isBulk, dropHeader('etag'))],
  ['etag-strong', 'sends a weak ETag', etagOver((...of) => `W/${contextEtag(...of)}`)],
  [
    'etag-stable',
    'hashes something volatile',
    etagOver((version, context) => contextEtag(version, { ...context, at: volatile++ })),
  ],
  [
    'etag-order',
    'hashes attributes as they come',
    etagOver((version, context) => contextEtag(version, { text: JSON.stringify(context) })),
  ],
  [
    'etag-targeting-key',
    'hashes all but the targetingKey',
    etagOver((version, { targetingKey: _, ...context }) => contextEtag(version, context)),
  ],
  [
    'etag-attribute',
    'hashes all but the plan',
    etagOver((version, { plan: _, ...context }) => contextEtag(version, context)),
  ],
  [
    'etag-nested',
    'hashes no nested attribute',
    etagOver((version, { company: _, ...context }) => contextEtag(version, context)),
  ],
  ['not-modified', 'knows no 304', behaves({ matches: () => false })],
  ['not-modified-empty', 'sends a body with its 304', behaves({ bypass: sendsBodyWith304 })],
  ['changed-tag', 'answers 304 to any tag', behaves({ matches: () => true })],
  ['unconditional', 'answers 304 to who does not ask for it', remembersWhoAsked()],
  [
    'if-none-match-any',
    'takes * for a tag',
    behaves({ matches: (tags, etag) => listed(tags).includes(etag) }),
  ],
  [
    'if-none-match-weak',
    'compares strongly',
    behaves({ matches: (tags, etag) => tags === '*' || tags.split(', ').includes(etag) }),
  ],
  [
    'if-none-match-list',
    'compares one tag only',
    behaves({ matches: (tags, etag) => tags === '*' || tags.replace(/^W\//, '') === etag }),
  ],
  [
    'config-etag',
    'lets If-None-Match win over flagConfigEtag',
    behaves({ heedsConfigEtag: false }),
  ],
  [
    'cache-control',
    'lets everybody cache',
    tampers(isBulk, setHeader('cache-control', 'public, max-age=60')),
  ],

  ['cors-preflight', 'wants a key of a preflight', tampers(isPreflight, setStatus(401))],
  [
    'cors-headers',
    'does not allow If-None-Match',
    tampers(
      isPreflight,
      setHeader('access-control-allow-headers', 'Content-Type, Authorization, X-API-Key'),
    ),
  ],
  [
    'cors-max-age',
    'has every preflight repeated',
    tampers(isPreflight, dropHeader('access-control-max-age')),
  ],
  [
    'cors-answer',
    'opens another origin',
    tampers(isBulk, setHeader(originOpen, 'https://other.example')),
  ],
  [
    'cors-expose-etag',
    'hides the ETag from pages',
    tampers(isBulk, setHeader(exposed, 'Retry-After')),
  ],
  [
    'cors-expose-retry-after',
    'hides Retry-After from pages',
    tampers(isBulk, setHeader(exposed, 'ETag')),
  ],
  [
    'cors-not-modified',
    'forgets CORS with 304',
    tampers(isStatus('bulk', 304), dropHeader(originOpen)),
  ],
  ['cors-errors', 'forgets CORS with 401', tampers(isStatus('bulk', 401), dropHeader(originOpen))],

  [
    'streams-shape',
    'announces a stream without its slash',
    changeStreams({ type: 'sse', endpoint: { requestUri: 'ofrep/v1/stream' } }),
  ],
  [
    'streams-inactivity',
    'counts inactivity in fractions',
    tampers(isBulk, (answered) => {
      const [stream] = (answered.body as { eventStreams: Body[] }).eventStreams;
      setBody({ eventStreams: [{ ...stream, inactivityDelaySec: 0.5 }] })(answered);
    }),
  ],
  [
    'stream-connect',
    'announces a stream that is not there',
    changeStreams({ type: 'sse', endpoint: { requestUri: '/ofrep/v1/nowhere' } }),
  ],
  [
    'stream-content-type',
    'calls the stream JSON',
    behaves({ streamHeaders: { ...streamHeaders, 'content-type': 'application/json' } }),
  ],
  [
    'stream-cors',
    'forgets CORS with the stream',
    behaves({ streamHeaders: { 'content-type': 'text/event-stream' } }),
  ],
  [
    'stream-token-missing',
    'streams to who has no token',
    behaves({
      acceptsToken: (token, isValid, isExpired) => token === null || (isValid && !isExpired),
    }),
  ],
  [
    'stream-token-altered',
    'does not look at the signature',
    behaves({ acceptsToken: (token, _, isExpired) => token !== null && !isExpired }),
  ],
  [
    'stream-keepalive',
    'is silent',
    { behaviour: { keepAliveMs: 0 }, settings: { keepAliveSeconds: 0.1 } },
  ],
  [
    'stream-token-expired',
    'signs for eternity',
    behaves({ acceptsToken: (_, isValid) => isValid }),
  ],
  ['stream-reopen', 'does not let go of streams', behaves({ letsStreamsGo: false })],
  [
    'event-arrives',
    'sends no event',
    { behaviour: { eventText: () => '' }, settings: { timeoutSeconds: 1 } },
  ],
  [
    'event-name',
    'names its events',
    eventWith((data, id) => `id: ${id}\nevent: refetch\ndata: ${JSON.stringify(data)}\n\n`),
  ],
  [
    'event-data',
    'sends a type from a draft',
    eventWith((data, id) => written({ ...data, type: 'configuration_changed' }, id)),
  ],
  [
    'event-fields',
    'counts milliseconds',
    eventWith((data, id) =>
      written({ ...data, lastModified: Number(data.lastModified) * 1000 }, id),
    ),
  ],
  [
    'event-id',
    'sends events without id',
    eventWith((data) => `event: message\ndata: ${JSON.stringify(data)}\n\n`),
  ],
  [
    'event-lines',
    'writes JSON over several lines',
    eventWith(
      (data, id) => `id: ${id}\n${JSON.stringify(data, null, 1).replace(/^/gm, 'data: ')}\n\n`,
    ),
  ],
  [
    'refetch-fresh',
    'answers the old flags after an event',
    behaves({
      isStale: ({ url }) => /^config-/.test(url.searchParams.get('flagConfigEtag') ?? ''),
    }),
  ],
  ['etag-config', 'hashes the context alone', etagOver((_, context) => contextEtag(0, context))],
  [
    'stream-replay',
    'forgets what was missed',
    { behaviour: { replays: false }, settings: { timeoutSeconds: 1 } },
  ],

  [
    'retry-after',
    'answers the date of its limit',
    limited(setHeader('retry-after', '2026-02-07T12:00:00Z')),
  ],
  ['cors-limited', 'forgets CORS with 429', limited(dropHeader(originOpen))],
];

function acceptsAnonymous({ headers }: Asked): boolean {
  const { authorization = `Bearer ${serverKey}`, 'x-api-key': apiKey = serverKey } = headers;
  return authorization === `Bearer ${serverKey}` && apiKey === serverKey;
}

function acceptsAnyKey({ headers }: Asked): boolean {
  return headers.authorization !== undefined || headers['x-api-key'] !== undefined;
}

function acceptsBearer({ headers }: Asked): boolean {
  return headers.authorization === `Bearer ${serverKey}`;
}

/** The kit breaks JSON by cutting it off; no body has no length. */
const isWithoutBody = ({ headers }: Asked) => headers['content-length'] === '0';

function failsOnBadJson(answered: Answered, asked: Asked): void {
  if (!isWithoutBody(asked)) setStatus(500)(answered);
}

function servesWithoutBody(answered: Answered, asked: Asked): void {
  if (isWithoutBody(asked)) setStatus(200)(answered);
}

function isAnonymous({ kind, context }: Asked): boolean {
  return kind === 'bulk' && context !== undefined && Object.keys(context).length === 0;
}

function listed(tags: string): readonly string[] {
  return tags.split(',').map((each) => each.trim().replace(/^W\//, ''));
}

function sendsBodyWith304(response: ServerResponse, { status, headers }: Answered): boolean {
  if (status !== 304) return false;
  response.writeHead(304, { ...headers, 'content-length': '2', connection: 'close' });
  response.flushHeaders();
  response.socket?.end('{}');
  return true;
}

/** After a 304 the same question is answered so again, asked for or not. */
function remembersWhoAsked(): CheckedServer {
  let isLast304 = false;
  return tampers(
    ({ kind }) => kind === 'bulk',
    (answered, { headers }) => {
      if (headers['if-none-match'] === undefined && isLast304 && answered.status === 200) {
        answered.status = 304;
        answered.body = undefined;
      }
      isLast304 = answered.status === 304 && headers['if-none-match'] !== undefined;
    },
  );
}

function limited(change: (answered: Answered) => void): CheckedServer {
  const tamper: Behaviour['tamper'] = (answered) => {
    if (answered.status === 429) change(answered);
  };
  return { behaviour: { tamper, mostRequests: 200 }, settings: { burst: 400 } };
}
