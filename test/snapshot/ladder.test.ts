import { beforeEach, describe, expect, it } from 'vitest';
import { databaseCap, hubCap, loadPolicy } from '../../src/resource-policy.ts';
import { type PublishedSnapshot, pack } from '../../src/snapshot/format.ts';
import { SnapshotLoader } from '../../src/snapshot/load.ts';
import { openBundle } from '../../src/snapshot/open-bundle.ts';
import type { SnapshotStore } from '../../src/snapshot/store.ts';
import { sampleFlag } from '../engine/sample.ts';
import { sampleEnvironment } from '../support/edge.ts';
import { MemoryHub } from '../support/memory-hub.ts';
import { memorySnapshotStore } from '../support/memory-snapshot-store.ts';

const flags = Array.from({ length: 10 }, (_, index) => sampleFlag({ key: `flag-${index}` }));
const { snapshot } = await sampleEnvironment({ flags, version: 7 });
const { environment } = snapshot;
const emptied = { ...snapshot, flags: [] };
const foreign = { ...snapshot, environment: 'other' };
const [good, older] = [await pack(snapshot), await pack({ ...snapshot, version: 6 })];
/** What a store may hold that nobody should take, and why. */
const untrusted = [
  ['has no label', { ...good, version: 0, checksum: '' }],
  ['is cut', { ...good, text: good.text.slice(1) }],
  ['is cut, and older', { ...older, text: older.text.slice(1) }],
  ['has the label of another version', { ...good, version: 6 }],
  ['has another text as the same version', await pack(emptied)],
  ['is of another environment', await pack(foreign)],
  ['is of another environment, and older', await pack({ ...foreign, version: 1 })],
  ['is of a format that nobody knows', await pack({ ...snapshot, format: 0 as 1 })],
] as const;

let now: number;
let store: SnapshotStore;
let hub: MemoryHub;
let loader: SnapshotLoader;
let faults: string[];
let database: PublishedSnapshot | undefined;
let databaseReads: number;
let bundle: unknown;

/** One that holds nothing yet. */
const startLoader = () =>
  new SnapshotLoader({
    store: { ...store, find: (key) => store.find(key) },
    hub,
    findInDatabase: async () => {
      databaseReads += 1;
      return database;
    },
    findBundled: openBundle((error) => faults.push(String(error)), bundle).find,
    now: () => now,
    onFault: (_, error) => faults.push(String(error)),
  });

beforeEach(() => {
  now = 1_800_000_000_000;
  faults = [];
  databaseReads = 0;
  database = undefined;
  bundle = { snapshots: [] };
  store = memorySnapshotStore();
  hub = new MemoryHub();
  loader = startLoader();
});

const goes = () => Promise.reject(new Error('gone'));

function loseStoreAndHub() {
  store.find = goes;
  hub.fault = goes;
}

/** Both are back, and hold that. */
async function publish(published: PublishedSnapshot) {
  store = memorySnapshotStore();
  hub.fault = undefined;
  await store.put(environment, await pack(published));
  await hub.publish(environment, await pack(published));
}

async function load() {
  const loaded = await loader.load(environment);
  return typeof loaded === 'string' ? loaded : stateOf();
}

const stateOf = () => {
  const held = loader.findHeld(environment);
  return held && `${held.origin} ${held.snapshot.version}: ${held.snapshot.flags.size} flags`;
};

async function check(milliseconds: number = loadPolicy.refreshAfterMilliseconds) {
  now += milliseconds;
  await loader.load(environment);
  await loader.refreshIfDue(environment);
  return stateOf();
}

/** So long that every rung is asked. */
const longMilliseconds = 1.5 * databaseCap.perEnvironmentMilliseconds + 60_000;

describe('tables that lost their rows', () => {
  it.each<[string, Partial<PublishedSnapshot>]>([
    ['flags', { flags: [] }],
    ['flags, in a newer version', { flags: [], version: 8 }],
    ['more than half of their flags', { flags: flags.slice(0, 4), version: 8 }],
    ['keys', { keys: [], version: 8 }],
  ])('replace nothing and confirm nothing that is held without their %s', async (_, loss) => {
    await publish(snapshot);
    expect(await load()).toBe('kv 7: 10 flags');
    const confirmedAt = now;
    loseStoreAndHub();
    database = { ...snapshot, ...loss };
    expect(await check(longMilliseconds)).toBe('kv 7: 10 flags');
    expect(databaseReads).toBe(1);
    expect(loader.findHeld(environment)?.confirmedAt).toBe(confirmedAt);
    expect(faults.at(-1)).toMatch(/the database has .* (flags|keys), which is not served/);
  });

  it('give way to what was deployed with the code', async () => {
    bundle = { snapshots: [{ ...snapshot, version: 3 }] };
    loader = startLoader();
    loseStoreAndHub();
    database = { ...emptied, version: 9 };
    expect(await load()).toBe('bundle 3: 10 flags');
  });

  it('are not served where nothing else is known: the caller decides', async () => {
    loseStoreAndHub();
    database = emptied;
    expect(await load()).toBe('unavailable');
    loader = startLoader();
    database = { ...snapshot, keys: [] };
    expect(await load()).toBe('unavailable');
  });

  it('are told from flags that a person chose, or took away', async () => {
    await publish(snapshot);
    await load();
    loseStoreAndHub();
    database = { ...snapshot, version: 8, pinnedTo: 2, flags: flags.slice(0, 1) };
    expect(await check(longMilliseconds)).toBe('postgres 8: 1 flags');
    database = { ...snapshot, version: 9, flags: [] };
    expect(await check(longMilliseconds)).toBe('postgres 8: 1 flags');
    database = { ...snapshot, version: 9 };
    expect(await check(longMilliseconds)).toBe('postgres 9: 10 flags');
    database = { ...snapshot, version: 10, flags: flags.slice(0, 5) };
    expect(await check(longMilliseconds)).toBe('postgres 10: 5 flags');
  });
});

describe('what came of the database', () => {
  beforeEach(async () => {
    loseStoreAndHub();
    database = { ...snapshot, flags: flags.slice(0, 3) };
    expect(await load()).toBe('postgres 7: 3 flags');
  });

  it('gives way to what was published as the same version, in KV', async () => {
    await publish(snapshot);
    expect(await check()).toBe('kv 7: 10 flags');
    expect(faults.filter((fault) => !fault.includes('gone'))).toEqual([]);
  });

  it('gives way to what was published as the same version, in the hub', async () => {
    await publish(snapshot);
    store.find = goes;
    expect(await check(1.5 * hubCap.perEnvironmentMilliseconds)).toBe('hub 7: 10 flags');
  });

  it('has another tag than that, so that nobody takes its answers for the same', async () => {
    const tag = loader.findHeld(environment)?.tag;
    await publish(snapshot);
    await check();
    expect(loader.findHeld(environment)?.tag).not.toBe(tag);
  });

  it('never gives way to an older version', async () => {
    await publish({ ...snapshot, version: 6 });
    expect(await check()).toBe('postgres 7: 3 flags');
  });

  it('is confirmed, and not read again, by the very same text', async () => {
    const held = loader.findHeld(environment);
    await publish({ ...snapshot, flags: flags.slice(0, 3) });
    expect(await check()).toBe('kv 7: 3 flags');
    expect(loader.findHeld(environment)).toBe(held);
    await publish(snapshot);
    expect(await check()).toBe('kv 7: 3 flags');
    expect(faults.at(-1)).toMatch(/another content/);
  });
});

describe('what is held is confirmed', () => {
  beforeEach(async () => {
    await publish(snapshot);
    await load();
  });

  const confirmedAt = () => loader.findHeld(environment)?.confirmedAt;

  it('by the same version', async () => {
    await check();
    expect(confirmedAt()).toBe(now);
    expect(faults).toEqual([]);
  });

  it('by no older one, which is no fault either; the hub is asked once that has lasted', async () => {
    const before = now;
    store.find = async () => older;
    await check();
    expect([confirmedAt(), hub.reads]).toEqual([before, 0]);
    await check(loadPolicy.staleAfterMilliseconds);
    expect([stateOf(), confirmedAt(), hub.reads]).toEqual(['hub 7: 10 flags', now, 1]);
    expect(faults).toEqual([]);
  });

  it.each(untrusted)('by nothing that %s: that is told, and changes nothing', async (_, stored) => {
    const before = now;
    store.find = async () => stored;
    hub.fault = goes;
    expect(await check()).toBe('kv 7: 10 flags');
    expect(confirmedAt()).toBe(before);
    expect(faults.filter((fault) => !fault.includes('gone'))).toHaveLength(1);
  });

  it('by the database, of the same version alone', async () => {
    const before = now;
    loseStoreAndHub();
    database = { ...snapshot, version: 6 };
    await check(longMilliseconds);
    expect(confirmedAt()).toBe(before);
    database = snapshot;
    await check(longMilliseconds);
    expect([confirmedAt(), stateOf()]).toEqual([now, 'postgres 7: 10 flags']);
  });
});

describe('a bundle that is malformed', () => {
  it.each<[string, unknown]>([
    ['no object', null],
    ['without snapshots', {}],
    ['of another shape', { snapshots: 'all' }],
    ['with a hole', { snapshots: [null] }],
    ['of an old format', { snapshots: [{ ...snapshot, format: 0 }] }],
    ['without flags', { snapshots: [{ ...snapshot, flags: undefined }] }],
    ['without segments', { snapshots: [{ ...snapshot, segments: {} }] }],
    ['with a key that is none', { snapshots: [{ ...snapshot, keys: ['key'] }] }],
    ['without version', { snapshots: [{ ...snapshot, version: '7' }] }],
  ])('%s counts as none, and is told once', async (_, malformed) => {
    bundle = malformed;
    loader = startLoader();
    loseStoreAndHub();
    expect(await load()).toBe('unavailable');
    now += 60_000;
    expect(await load()).toBe('unavailable');
    expect(faults.filter((fault) => fault.includes('npx burgee bundle'))).toHaveLength(1);
  });

  it('in part serves what is sound', async () => {
    bundle = { snapshots: [{}, snapshot] };
    loader = startLoader();
    loseStoreAndHub();
    expect(await load()).toBe('bundle 7: 10 flags');
  });
});

describe('keys of environments that there are not', () => {
  const flood = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, index) => loader.load(`made-up-${index}`)));

  it('take nothing from one that is held', async () => {
    await publish(snapshot);
    await load();
    loseStoreAndHub();
    database = { ...snapshot, version: 8 };
    now += longMilliseconds;
    await flood(3_000);
    const asked = hub.reads;
    expect(await check(0)).toBe('postgres 8: 10 flags');
    expect(hub.reads).toBe(asked + 1);
  });

  it('take nothing from one that was deployed with the code', async () => {
    bundle = { snapshots: [{ ...snapshot, version: 1 }] };
    loader = startLoader();
    await publish(snapshot);
    store.find = goes;
    await flood(3_000);
    expect(await load()).toBe('hub 7: 10 flags');
  });

  it('cost the hub and the database next to nothing', async () => {
    await flood(2_000);
    expect(hub.reads).toBe(hubCap.unknown.atOnce);
    expect(databaseReads).toBe(databaseCap.unknown.atOnce);
    const seconds = 60;
    for (let second = 0; second < seconds; second++) {
      now += 1_000;
      await flood(100);
    }
    expect(hub.reads).toBeLessThanOrEqual(hubCap.unknown.atOnce + seconds);
    expect(databaseReads).toBeLessThanOrEqual(databaseCap.unknown.atOnce + seconds / 10);
  });

  it('do not make an isolate forget what it holds', async () => {
    await publish(snapshot);
    await load();
    await flood(3_000);
    expect(stateOf()).toBe('kv 7: 10 flags');
    expect(loader.listHeld()).toHaveLength(1);
  });

  it('leave enough for an isolate that starts with several while KV is away', async () => {
    store.find = goes;
    const others = ['one', 'two', 'three', 'four'];
    for (const key of others) {
      await hub.publish(key, await pack({ ...snapshot, environment: key }));
    }
    const loaded = await Promise.all(others.map((key) => loader.load(key)));
    expect(loaded).toMatchObject(others.map(() => ({ source: 'hub' })));
  });
});

it('who may not be asked now is not taken to know of nothing', async () => {
  hub.fault = goes;
  expect(await load()).toBe('unavailable');
  now += loadPolicy.lacksForMilliseconds.unavailable;
  expect(await load()).toBe('unavailable');
});
