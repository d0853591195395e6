import { describe, expect, it } from 'vitest';
import { findNamedVersion } from '../../src/http/evaluation/version-tag.ts';
import { hubPolicy } from '../../src/resource-policy.ts';
import { contentTag, type PublishedSnapshot, pack } from '../../src/snapshot/format.ts';
import { sampleEnvironment } from '../support/edge.ts';
import { isolatedEdge } from '../support/isolated-edge.ts';
import { MemoryHub } from '../support/memory-hub.ts';

describe('the version that a request names', () => {
  const named = (query: string, ifNoneMatch: string | null = null) =>
    findNamedVersion(`https://burgee.test/ofrep/v1/evaluate/flags${query}`, ifNoneMatch);

  it.each([
    ['', undefined, undefined],
    ['?flagConfigEtag=8.0123456789abcdef', undefined, 8],
    ['?flagConfigEtag=%228.0123456789abcdef%22&flagConfigLastModified=1', undefined, 8],
    ['?flagConfigEtag=8', undefined, 8],
    ['', '"12.0123456789abcdef-0-a1.9f86"', 12],
    ['', '"12-0-a1.9f86"', 12],
    ['', 'W/"12.9f86"', 12],
    ['', '12.9f86', 12],
    ['', '"3.a", W/"12.b", "7.c"', 12],
    ['?flagConfigEtag=8.a', '"7.b"', 8],
    ['?flagConfigEtag=8.a', '"9.b"', 9],
    ['', '*', undefined],
    ['', '"deadbeef"', undefined],
    ['/flagConfigEtag', undefined, undefined],
    ['?flagConfigEtag=', '', undefined],
    ['?flagConfigEtag=99999999999999999999999.a', undefined, undefined],
    ['?flagConfigEtag=-8.a', undefined, undefined],
  ])('is read from %s and %s', (query, header, version) => {
    expect(named(query, header)?.version).toBe(version);
  });

  it('has one name in an event and in every answer, whoever was answered', () => {
    const event = '12.0123456789abcdef';
    const names = [
      named(`?flagConfigEtag=${event}`),
      named('', `"${event}-0-a1b2c3d4.0123456789abcdef"`),
      named('', `W/"${event}-3-stale-a1b2c3d4.fedcba9876543210"`),
    ].map((each) => each?.name);
    expect(new Set(names)).toEqual(new Set([event]));
  });
});

const hub = new MemoryHub();
let database: PublishedSnapshot | undefined;
const findInDatabase = async () => database;

async function start() {
  hub.fault = undefined;
  hub.before = () => {};
  hub.reads = 0;
  database = undefined;
  const { snapshot, clientKey, serverKey } = await sampleEnvironment({ version: 4 });
  const edge = await isolatedEdge(snapshot, {}, { hub, findInDatabase });
  const publish = async (version: number, change: Partial<PublishedSnapshot> = {}) => {
    const packed = await pack({ ...snapshot, version, ...change });
    await hub.publish(snapshot.environment, packed);
    return contentTag(packed);
  };
  await edge.ask(serverKey);
  const ask = (path: string, etag?: string) =>
    edge.ask(serverKey, path, {
      headers: etag === undefined ? {} : { 'If-None-Match': etag },
      ...(path.startsWith('/ofrep') && { method: 'POST', body: '{}' }),
    });
  const versionOf = async (...asked: Parameters<typeof ask>) => {
    const { status, headers } = await ask(...asked);
    return `${status} ${headers.get('x-flags-version')} ${headers.get('x-flags-source')}`;
  };
  return { ...edge, ask, versionOf, publish, snapshot, clientKey };
}

const read = async (asked: Promise<Response>) => {
  const response = await asked;
  return { headers: response.headers, text: await response.text() };
};

const many = ['/features', '/ofrep/v1/evaluate/flags'];
const every = [...many, '/features/sample', '/ofrep/v1/evaluate/flags/sample'];

describe('a caller who has seen a version', () => {
  it.each(every)('does not wait at %s where this isolate has it', async (path) => {
    const { versionOf } = await start();
    for (const tag of ['4.a', '3.a', '4', '*']) {
      expect(await versionOf(`${path}?flagConfigEtag=${tag}`, `"${tag}"`)).toMatch(/ 4 memory$/);
    }
    expect(hub.reads).toBe(0);
  });

  it.each(every)('is answered by %s from that version, or the newest there is', async (path) => {
    const { versionOf, publish } = await start();
    await publish(6);
    expect(await versionOf(`${path}?flagConfigEtag=5`)).toBe('200 6 hub');
    expect(await versionOf(`${path}?flagConfigEtag=99.a`)).toBe('200 6 memory');
  });

  it.each(many)('says so at %s with the tag of its answer', async (path) => {
    const { ask, versionOf, publish } = await start();
    await publish(6);
    const etag = (await ask(path, '"5.a"')).headers.get('ETag') ?? '';
    expect(etag).toMatch(/^"6\.[0-9a-f]{16}-0-[0-9a-f]{8}\.[0-9a-f]{16}"$/);
    expect(await versionOf(path, etag)).toMatch(/^304 6 /);
  });

  it('costs one read, whatever was lost, however many remember it', async () => {
    const { ask, snapshot } = await start();
    const lost = contentTag(await pack({ ...snapshot, version: 9 }));
    for (let caller = 0; caller < 20; caller++) {
      await ask(many[caller % 2] ?? '', `"${lost}-0-a1b2c3d4.${String(caller).padStart(16, '0')}"`);
    }
    expect(hub.reads).toBe(1);
  });

  it('is not kept from a version that somebody else made up before it was there', async () => {
    const { versionOf, publish, state } = await start();
    await versionOf('/features', '"5.0000000000000000-0"');
    state.now += hubPolicy.vainMilliseconds;
    await versionOf('/features', '"5-0"');
    const tag = await publish(5);
    const asked = versionOf('/features', `"${tag}-0-a1b2c3d4.0123456789abcdef"`);
    state.now += hubPolicy.vainMilliseconds;
    expect(await asked).toBe('200 5 hub');
  });

  it.each([
    ['/ofrep/v1/evaluate/flags', 5],
    ['/ofrep/v1/evaluate/flags', 4],
    ['/ofrep/v1/evaluate/flags/sample', 5],
    ['/ofrep/v1/evaluate/flags/sample', 4],
  ])('is not told by %s that version %i, had just now, is stale', async (path, newest) => {
    const { ask, publish, state } = await start();
    await publish(newest);
    hub.before = () => {
      state.now += hubPolicy.readMilliseconds / 2;
    };
    const { headers, text } = await read(ask(`${path}?flagConfigEtag=5.a`));
    expect([headers.get('x-flags-version'), hub.reads]).toEqual([String(newest), 1]);
    expect(`${headers.get('ETag')} ${text}`).not.toMatch(/stale/i);
  });

  it('is refused where the key is revoked in it', async () => {
    const { ask, publish } = await start();
    await publish(5, { keys: [] });
    expect((await ask('/features', '"5.a"')).status).toBe(401);
  });

  it('is answered from what the store has when the hub fails, or has missed it', async () => {
    const { versionOf, store, snapshot } = await start();
    await store.put(snapshot.environment, await pack({ ...snapshot, version: 5 }));
    expect(await versionOf('/features', '"5.a"')).toBe('200 5 kv');
    hub.fault = () => Promise.reject(new Error('gone'));
    await store.put(snapshot.environment, await pack({ ...snapshot, version: 6 }));
    expect(await versionOf('/features', '"6.a"')).toBe('200 6 kv');
  });

  it('is answered from the database where the hub fails and the store is behind', async () => {
    const { versionOf, snapshot, state } = await start();
    database = { ...snapshot, version: 5 };
    expect(await versionOf('/features', '"5.a"')).toBe('200 4 memory');
    hub.fault = () => Promise.reject(new Error('gone'));
    state.now += hubPolicy.vainMilliseconds;
    expect(await versionOf('/features', '"5.0123456789abcdef"')).toBe('200 5 postgres');
  });

  it('is answered from what there is when nothing else helps', async () => {
    const { versionOf } = await start();
    hub.fault = () => Promise.reject(new Error('gone'));
    expect(await versionOf('/features', '"5.a"')).toBe('200 4 memory');
  });
});
