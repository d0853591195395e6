import { createExecutionContext, evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { generateKey } from '../../src/contract/access/key-format.ts';
import { AccessControl } from '../../src/http/evaluation/access.ts';
import { createEvaluationApp } from '../../src/http/evaluation/app.ts';
import { bridge } from '../../src/http/evaluation/stream/bridge.ts';
import { eventStreams } from '../../src/http/evaluation/stream/event-streams.ts';
import { openStream } from '../../src/http/evaluation/stream/stream-route.ts';
import { signStreamToken } from '../../src/http/evaluation/stream/stream-token.ts';
import type { Hub } from '../../src/hub/hub.ts';
import { hubName } from '../../src/hub/hub-name.ts';
import { streamPolicy } from '../../src/resource-policy.ts';
import { type PublishedSnapshot, pack } from '../../src/snapshot/format.ts';
import { kvSnapshotStore } from '../../src/snapshot/kv-store.ts';
import { SnapshotLoader } from '../../src/snapshot/load.ts';
import { type EdgeSetup, publishToKv, sampleEnvironment } from '../support/edge.ts';
import { testHub } from '../support/hub.ts';
import { readStream } from '../support/live-stream.ts';
import { nothingBehind } from '../support/nothing-behind.ts';

/** With as many shards as the Worker has. */
const hub = testHub({ shards: 2 });

/** Published to the real KV and the real hub. */
async function publishBoth(snapshot: PublishedSnapshot): Promise<void> {
  await hub.publish(snapshot.environment, await pack(snapshot));
  await publishToKv(snapshot);
}

async function published(setup: EdgeSetup = {}) {
  const sample = await sampleEnvironment(setup);
  await publishBoth(sample.snapshot);
  const flip = (version: number, change: Partial<PublishedSnapshot> = {}) =>
    publishBoth({ ...sample.snapshot, version, ...change });
  return { ...sample, environment: sample.snapshot.environment, flip };
}

/** Through the real Worker. */
const open = (query: string, init: RequestInit = {}) =>
  exports.default.fetch(`http://burgee.test/ofrep/v1/stream${query}`, init);

const keeperOf = (environment: string, shard = 0) => env.HUB.getByName(hubName(environment, shard));
const countSockets = async (environment: string) => {
  const counts = [0, 1].map((shard) =>
    runInDurableObject(keeperOf(environment, shard), (_: Hub, ctx) => ctx.getWebSockets().length),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
};

interface OwnEdge {
  readonly now?: () => number;
  readonly keepaliveMilliseconds?: number;
  readonly streams?: number;
  readonly streamsOfKey?: number;
  /** Seconds for which a key may not ask. */
  readonly refusedSeconds?: number;
}

/** The same parts, with a clock and a pace of the test's own. */
function ownEdge({
  now = Date.now,
  keepaliveMilliseconds = 400,
  refusedSeconds = 0,
  ...limits
}: OwnEdge = {}) {
  const store = kvSnapshotStore(env.SNAPSHOTS);
  const snapshots = new SnapshotLoader({ ...nothingBehind, store, hub, now, onFault: () => {} });
  const access = new AccessControl(snapshots, now);
  const gate = {
    access,
    snapshots,
    now,
    keepaliveMilliseconds,
    hub: testHub(limits),
    countRequest: () => refusedSeconds,
    logError: () => {},
  };
  const ask = (query: string, init: RequestInit = {}) =>
    openStream(new Request(`http://burgee.test/ofrep/v1/stream${query}`, init), gate);
  return { ask, snapshots, access };
}

describe('a live stream', () => {
  it('is told of a version in just these bytes, once it can be had here', async () => {
    const { clientKey, snapshot, flip } = await published({ version: 7 });
    const response = await open(`?key=${clientKey}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe('text/event-stream');
    expect(response.headers.get('Cache-Control')).toContain('no-store');
    const { state } = readStream(response);
    await expect.poll(() => state.text).toContain('id: 7');
    const before = state.text;
    await hub.publish(snapshot.environment, await pack({ ...snapshot, version: 8 }));
    const { checksum } = await pack({ ...snapshot, version: 8 });
    await expect.poll(() => state.text).not.toBe(before);
    const seconds = Number(/"lastModified":(\d+)\}\n\n$/.exec(state.text)?.[1]);
    expect(Math.abs(seconds - Date.now() / 1_000)).toBeLessThan(10);
    expect(state.text.slice(before.length)).toBe(
      `id: 8\nevent: message\ndata: {"type":"refetchEvaluation","etag":"8.${checksum.slice(0, 16)}","lastModified":${seconds}}\n\n`,
    );
    const answer = await exports.default.fetch('http://burgee.test/features/sample', {
      headers: { 'X-API-Key': clientKey },
    });
    expect(answer.headers.get('x-flags-version')).toBe('8');
    await flip(9);
    await expect.poll(() => state.text).toContain('id: 9');
  });

  it('says once when to come back, and then the newest version', async () => {
    const { clientKey } = await published({ version: 3 });
    const { state, ids } = readStream(await open(`?key=${clientKey}`));
    await expect.poll(ids).toEqual([3]);
    const [, milliseconds] = /^retry: (\d+)\n\n/.exec(state.text) ?? [];
    const { least, most } = streamPolicy.retryMilliseconds;
    expect(Number(milliseconds)).toBeGreaterThanOrEqual(least);
    expect(Number(milliseconds)).toBeLessThanOrEqual(most);
    expect(state.text.match(/retry:/g)).toHaveLength(1);
  });

  it('hears all it has missed since the event it names', async () => {
    const { clientKey, flip } = await published();
    for (const version of [2, 3, 4]) await flip(version);
    for (const [id, told] of [
      ['2', [3, 4]],
      ['4', [4]],
      ['nonsense', [4]],
      ['-1', [4]],
    ] as const) {
      const stream = readStream(
        await open(`?key=${clientKey}`, { headers: { 'Last-Event-ID': id } }),
      );
      await expect.poll(stream.ids).toEqual(told);
    }
  });

  it('is kept alive by a comment', async () => {
    const { clientKey } = await published();
    const { state } = readStream(await ownEdge().ask(`?key=${clientKey}`));
    await expect.poll(() => state.text).toMatch(/(\n\n: keepalive){3}\n\n$/);
  });

  it('goes on while its hub leaves memory, and after', async () => {
    const { clientKey, environment, flip } = await published();
    const streams = await Promise.all(
      Array.from({ length: 6 }, async () => readStream(await open(`?key=${clientKey}`))),
    );
    await expect.poll(() => countSockets(environment)).toBe(6);
    for (const shard of [0, 1]) await evictDurableObject(keeperOf(environment, shard));
    await flip(2);
    for (const { ids } of streams) await expect.poll(ids).toContain(2);
  });

  it('ends when its hub has closed it, so that the client comes back', async () => {
    const { clientKey, environment } = await published();
    const { state } = readStream(await open(`?key=${clientKey}`));
    await expect.poll(() => countSockets(environment)).toBe(1);
    for (const shard of [0, 1]) {
      await evictDurableObject(keeperOf(environment, shard), { webSockets: 'close' });
    }
    await expect.poll(() => state).toMatchObject({ isOver: true, failed: false });
  });

  it('leaves its hub when the client has gone', async () => {
    const { clientKey, environment } = await published();
    const { cancel, ids } = readStream(await open(`?key=${clientKey}`));
    await expect.poll(ids).toHaveLength(1);
    expect(await countSockets(environment)).toBe(1);
    await cancel();
    await expect.poll(() => countSockets(environment)).toBe(0);
  });

  it('cuts a client that takes nothing, and leaves the hub', async () => {
    const { 0: socket, 1: far } = new WebSocketPair();
    const response = new Response(
      bridge({
        socket,
        prepare: async () => true,
        mayGoOn: () => true,
        retryMilliseconds: 1_000,
        keepaliveMilliseconds: 60_000,
      }),
    );
    let isLeft = false;
    far.accept();
    far.addEventListener('close', () => {
      isLeft = true;
    });
    const etag = 'x'.repeat(1_000);
    const fitting = Math.ceil(streamPolicy.bufferedBytes / etag.length);
    const tell = (version: number) => far.send(JSON.stringify({ version, etag, lastModified: 0 }));
    for (let version = 1; version < fitting; version++) tell(version);
    await scheduler.wait(50);
    expect(isLeft).toBe(false);
    for (let version = fitting; version < fitting + 3; version++) tell(version);
    await expect.poll(() => isLeft).toBe(true);
    const { state } = readStream(response);
    await expect.poll(() => state).toMatchObject({ isOver: true, failed: true });
  });

  it('ends when its hub no longer answers', async () => {
    const { 0: socket, 1: far } = new WebSocketPair();
    const options = { prepare: async () => true, mayGoOn: () => true, retryMilliseconds: 1_000 };
    const { state } = readStream(
      new Response(bridge({ ...options, socket, keepaliveMilliseconds: 200 })),
    );
    far.accept();
    let pings = 0;
    far.addEventListener('message', () => {
      pings += 1;
      if (pings < 4) far.send('pong');
    });
    await expect.poll(() => state).toMatchObject({ isOver: true, failed: false });
    expect(state.text.match(/keepalive/g)).toHaveLength(4);
  });
});

describe('who may listen', () => {
  it.each([
    ['nothing', ''],
    ['nonsense', '?key=nonsense'],
    ['nonsense for a token', '?token=nonsense'],
  ])('is not one who sends %s', async (_, query) => {
    const response = await open(query);
    expect(response.status).toBe(401);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
  });

  it('is who sends a key in a header, and never a server key in the address', async () => {
    const { serverKey, clientKey, environment } = await published();
    const unknown = generateKey({ kind: 'client', environment });
    for (const key of [serverKey, unknown]) {
      expect((await open(`?key=${key}`)).status).toBe(401);
    }
    for (const key of [serverKey, clientKey]) {
      const response = await open('', { headers: { Authorization: `Bearer ${key}` } });
      expect(response.status).toBe(200);
      await response.body?.cancel();
    }
  });

  it('is a page of an origin that the key allows', async () => {
    const { clientKey } = await published({ allowedOrigins: ['https://shop.example'] });
    const from = async (origin: string) => {
      const response = await open(`?key=${clientKey}`, { headers: { Origin: origin } });
      await response.body?.cancel();
      return response.headers.get('Access-Control-Allow-Origin');
    };
    expect(await from('https://shop.example')).toBe('https://shop.example');
    expect(await from('https://evil.example')).toBeNull();
  });

  it('is nobody any more once the key is revoked: the stream ends, and no event is sent', async () => {
    const { clientKey, environment, flip } = await published();
    const { state, ids } = readStream(await open(`?key=${clientKey}`));
    await expect.poll(ids).toEqual([1]);
    await flip(2, { keys: [] });
    await expect.poll(() => state).toMatchObject({ isOver: true, failed: false });
    expect(ids()).toEqual([1]);
    await expect.poll(() => countSockets(environment)).toBe(0);
    expect((await open(`?key=${clientKey}`)).status).toBe(401);
  });

  it.each([
    ['the shard is full', { streams: 1 }, 503, 'stream_unavailable'],
    ['the key has as many as it may', { streamsOfKey: 1 }, 429, 'too_many_streams'],
  ])('waits elsewhere when %s, and is told when to come again', async (_, limits, status, code) => {
    const { clientKey, serverKey } = await published();
    const { ask } = ownEdge(limits);
    const first = await ask(`?key=${clientKey}`);
    const second = await ask(`?key=${clientKey}`);
    expect([second.status, await second.json()]).toMatchObject([status, { error: { code } }]);
    const { least, most } = streamPolicy.retryAfterSeconds;
    const seconds = Number(second.headers.get('Retry-After'));
    expect(Number.isInteger(seconds) && seconds >= least && seconds <= most).toBe(true);
    const another = await ask('', { headers: { 'X-API-Key': serverKey } });
    expect(another.status).toBe(status === 429 ? 200 : 503);
    await another.body?.cancel();
    await first.body?.cancel();
  });

  it('is told when to come again in the words of an EventSource, which gives up on any refusal', async () => {
    const { clientKey } = await published();
    const { ask } = ownEdge({ streamsOfKey: 0 });
    const response = await ask(`?key=${clientKey}`, { headers: { Accept: 'text/event-stream' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe('text/event-stream');
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
    const [, milliseconds] = /^: [^\n]+\n\nretry: (\d+)\n\n$/.exec(await response.text()) ?? [];
    const { least, most } = streamPolicy.retryAfterSeconds;
    expect(Number(milliseconds)).toBeGreaterThanOrEqual(least * 1_000);
    expect(Number(milliseconds)).toBeLessThanOrEqual(most * 1_000);
  });

  it('is not one whose key asks too often', async () => {
    const { clientKey, environment } = await published();
    const { ask } = ownEdge({ refusedSeconds: 7 });
    const response = await ask(`?key=${clientKey}`);
    expect([response.status, response.headers.get('Retry-After')]).toEqual([429, '7']);
    expect(await response.json()).toMatchObject({ error: { code: 'rate_limited' } });
    expect(await countSockets(environment)).toBe(0);
  });

  it('gets no stream, and no error, where there is no hub', async () => {
    const { snapshots } = ownEdge();
    const app = createEvaluationApp({
      snapshots,
      now: Date.now,
      codeVersion: 'test',
      logError: () => {},
    });
    const request = new Request('http://burgee.test/ofrep/v1/stream');
    expect((await app.fetch(request, createExecutionContext())).status).toBe(404);
  });

  it('opens nothing with HEAD', async () => {
    const { clientKey, environment } = await published();
    const response = await open(`?key=${clientKey}`, { method: 'HEAD' });
    expect(response.headers.get('Content-Type')).toBe('text/event-stream');
    expect(await countSockets(environment)).toBe(0);
  });
});

describe('eventStreams', () => {
  const streamsOf = async (credential: string, now = Date.now()) => {
    const { access } = ownEdge();
    const granted = await access.check(credential);
    if (granted === 'refused' || !granted.held) throw new Error('no access');
    const streams = eventStreams({ granted, credential, now });
    expect(streams instanceof Promise).toBe(granted.key.kind === 'server');
    return streams;
  };

  it('say where a client key listens: always at the same address', async () => {
    const { clientKey } = await published();
    const streams = await streamsOf(clientKey);
    expect(streams).toEqual([
      {
        type: 'sse',
        endpoint: { requestUri: `/ofrep/v1/stream?key=${clientKey}` },
        inactivityDelaySec: 120,
      },
    ]);
    expect(await streamsOf(clientKey, Date.now() + 86_400_000)).toEqual(streams);
  });

  it('say where a server key listens, without naming it, for half an hour the same', async () => {
    const { serverKey } = await published();
    const now = 1_800_000 * Math.floor(Date.now() / 1_800_000);
    const [stream] = await streamsOf(serverKey, now);
    const uri = stream?.endpoint.requestUri ?? '';
    expect(uri).toMatch(/^\/ofrep\/v1\/stream\?token=[\w.-]+$/);
    expect(uri).not.toContain(serverKey);
    expect(await streamsOf(serverKey, now + 1_799_999)).toEqual([stream]);
    expect(await streamsOf(serverKey, now + 1_800_000)).not.toEqual([stream]);
    const query = uri.slice(uri.indexOf('?'));
    const response = await open(query);
    expect(response.status).toBe(200);
    await response.body?.cancel();
  });

  it('open nothing once the token has expired, was altered, or is of another key', async () => {
    const { snapshot, environment } = await published();
    const [client, server] = snapshot.keys;
    if (!client || !server) throw new Error('no keys');
    const expiresAt = Math.floor(Date.now() / 1_000) + 60;
    const good = await signStreamToken({ key: server, environment, expiresAt });
    const [head = '', body = '', signature = ''] = good.split('.');
    const unsigned = btoa(JSON.stringify({ alg: 'none', kid: 'server' })).replace(/=+$/, '');
    const bad = [
      await signStreamToken({ key: server, environment, expiresAt: expiresAt - 61 }),
      await signStreamToken({ key: { ...server, hash: client.hash }, environment, expiresAt }),
      await signStreamToken({ key: { ...server, id: 'gone' }, environment, expiresAt }),
      await signStreamToken({ key: server, environment: 'elsewhere', expiresAt }),
      await signStreamToken({ key: server, environment: 'NO ENVIRONMENT', expiresAt }),
      `${head}.${body}.${signature.slice(0, -2)}AA`,
      `${unsigned}.${body}.`,
      `${unsigned}.${body}.${signature}`,
      `${head}.${btoa(JSON.stringify({ iss: [environment] }))}.${signature}`,
      `${head}.${btoa(JSON.stringify({ iss: 5 }))}.${signature}`,
      `${btoa(JSON.stringify({ alg: 'HS256', kid: ['server'] }))}.${body}.${signature}`,
    ];
    const { ask } = ownEdge();
    for (const token of bad) expect((await ask(`?token=${token}`)).status).toBe(401);
    const response = await ask(`?token=${good}`);
    expect(response.status).toBe(200);
    await response.body?.cancel();
  });

  it('open a stream that ends with the token', async () => {
    const { snapshot, environment } = await published();
    const key = snapshot.keys[1];
    if (!key) throw new Error('no key');
    let now = Date.now();
    const { ask } = ownEdge({ now: () => now });
    const expiresAt = Math.floor(now / 1_000) + 60;
    const token = await signStreamToken({ key, environment, expiresAt });
    const { state, ids } = readStream(await ask(`?token=${token}`));
    await expect.poll(ids).toEqual([1]);
    now += 60_000;
    await expect.poll(() => state).toMatchObject({ isOver: true, failed: false });
  });
});
