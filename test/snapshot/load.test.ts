import { beforeEach, expect, it } from 'vitest';
import { sha256Hex } from '../../src/contract/fields/sha256.ts';
import { loadPolicy } from '../../src/resource-policy.ts';
import { type PackedSnapshot, type PublishedSnapshot, pack } from '../../src/snapshot/format.ts';
import { type Loaded, SnapshotLoader } from '../../src/snapshot/load.ts';
import { sampleEnvironment } from '../support/edge.ts';

let now: number;
let finds: number;
let faults: string[];
/** What the store answers next. */
let answer: () => Promise<PackedSnapshot | undefined>;
let loader: SnapshotLoader;
let database: PublishedSnapshot | undefined;
let bundled: PublishedSnapshot | undefined;

beforeEach(() => {
  now = 1_800_000_000_000;
  finds = 0;
  faults = [];
  database = undefined;
  bundled = undefined;
  const find = () => {
    finds += 1;
    return answer();
  };
  loader = new SnapshotLoader({
    store: {
      find,
      findLabel: async () => undefined,
      listEnvironments: async () => [],
      put: async () => {},
    },
    findInDatabase: async () => database,
    findBundled: () => bundled,
    now: () => now,
    onFault: (_, error) => faults.push(String(error)),
  });
});

const { snapshot } = await sampleEnvironment();
const { environment } = snapshot;
const atVersion = (version: number) => pack({ ...snapshot, version });
/** As a publisher that looks at nothing would. */
const packAnything = async (value: { version: number }): Promise<PackedSnapshot> => {
  const text = JSON.stringify(value);
  return { text, version: value.version, checksum: await sha256Hex(text) };
};
const holds = (packed: Promise<PackedSnapshot>) => {
  answer = () => packed;
};
const never = () => new Promise<never>(() => {});
const versionOf = (loaded: Loaded | undefined) =>
  typeof loaded === 'object' ? loaded.held.snapshot.version : loaded;
const versionHeld = () => loader.findFresh(environment)?.snapshot.version;

async function refresh() {
  now += loadPolicy.refreshAfterMilliseconds;
  await loader.refreshIfDue(environment);
}

it('has everybody wait who comes while the ladder is still being asked', async () => {
  answer = async () => undefined;
  database = { ...snapshot, version: 3 };
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const slow = new SnapshotLoader({
    store: {
      find: () => answer(),
      findLabel: async () => undefined,
      listEnvironments: async () => [],
      put: async () => {},
    },
    findInDatabase: () => opened.then(() => database),
    findBundled: () => undefined,
    now: () => now,
    onFault: () => {},
  });
  const first = slow.load(environment);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const later = slow.load(environment);
  open();
  expect((await Promise.all([first, later])).map(versionOf)).toEqual([3, 3]);
});

it('does not take for missing what the database could not be asked for', async () => {
  answer = async () => undefined;
  const lost = new SnapshotLoader({
    store: {
      find: () => answer(),
      findLabel: async () => undefined,
      listEnvironments: async () => [],
      put: async () => {},
    },
    findInDatabase: () => Promise.reject(new Error('no route')),
    findBundled: () => undefined,
    now: () => now,
    onFault: () => {},
  });
  expect(await lost.load(environment)).toBe('unavailable');
});

it('asks the store once, however many wait', async () => {
  holds(atVersion(1));
  const loaded = await Promise.all(Array.from({ length: 100 }, () => loader.load(environment)));
  expect(loaded.map(versionOf)).toEqual(Array.from({ length: 100 }, () => 1));
  expect(finds).toBe(1);
});

it('answers from memory, and checks in the background after two seconds', async () => {
  holds(atVersion(1));
  await loader.load(environment);
  holds(atVersion(2));
  now += loadPolicy.refreshAfterMilliseconds - 1;
  expect(loader.refreshIfDue(environment)).toBeUndefined();
  now += 1;
  const check = loader.refreshIfDue(environment);
  expect(loader.refreshIfDue(environment)).toBeUndefined();
  expect(versionHeld()).toBe(1);
  await check;
  expect(versionHeld()).toBe(2);
  expect(finds).toBe(2);
});

it('never goes back to an older version', async () => {
  for (const [offered, held] of [
    [5, 5],
    [4, 5],
    [6, 6],
    [1, 6],
    [6, 6],
  ] as const) {
    holds(atVersion(offered));
    await (versionHeld() === undefined ? loader.load(environment) : refresh());
    expect(versionHeld()).toBe(held);
  }
});

it('takes what this isolate has published at once, unless it holds something newer', async () => {
  loader.accept({ ...snapshot, version: 3 }, 'a checksum');
  expect(versionHeld()).toBe(3);
  loader.accept({ ...snapshot, version: 2 }, 'a checksum');
  expect(versionHeld()).toBe(3);
});

it('keeps what it holds when the store offers something corrupt, foreign, or nothing', async () => {
  holds(atVersion(1));
  await loader.load(environment);
  const good = await atVersion(2);
  const foreign = pack({ ...snapshot, version: 2, environment: 'other' });
  holds(Promise.resolve({ ...good, text: good.text.slice(1) }));
  await refresh();
  holds(foreign);
  await refresh();
  answer = () => Promise.reject(new Error('gone'));
  await refresh();
  answer = async () => undefined;
  await refresh();
  expect(versionHeld()).toBe(1);
  expect(faults).toHaveLength(3);
  now += loadPolicy.waitAfterMilliseconds;
  expect(versionOf(await loader.load(environment))).toBe(1);
});

it.each([
  ['no keys', { keys: undefined }],
  ['a key that is none', { keys: ['key'] }],
  ['a key of no kind', { keys: [{ ...snapshot.keys[0], kind: 'master' }] }],
  ['a key without hash', { keys: [{ ...snapshot.keys[0], hash: undefined }] }],
  ['a key without origins', { keys: [{ ...snapshot.keys[0], allowedOrigins: undefined }] }],
  ['flags that are no list', { flags: {} }],
  ['segments that are no list', { segments: null }],
  ['a version that is none', { version: 2.5 }],
])('keeps what it holds when the store offers one with %s, checksum and all', async (_, wrong) => {
  holds(atVersion(1));
  await loader.load(environment);
  holds(packAnything({ ...snapshot, version: 2, ...wrong }));
  await refresh();
  expect([versionHeld(), faults.length]).toEqual([1, 1]);
});

it('tells how long ago the store confirmed what it holds', async () => {
  holds(atVersion(1));
  await loader.load(environment);
  const loadedAt = now;
  answer = () => Promise.reject(new Error('gone'));
  await refresh();
  expect(loader.findFresh(environment)?.confirmedAt).toBe(loadedAt);
  holds(atVersion(1));
  await refresh();
  expect(loader.findFresh(environment)?.confirmedAt).toBe(now);
});

it('waits for a check after half a minute of silence, but not for long', async () => {
  holds(atVersion(1));
  await loader.load(environment);
  now += loadPolicy.waitAfterMilliseconds;
  expect(versionHeld()).toBeUndefined();
  answer = never;
  const started = performance.now();
  expect(versionOf(await loader.load(environment))).toBe(1);
  expect(performance.now() - started).toBeGreaterThanOrEqual(
    loadPolicy.waitWithSnapshotMilliseconds - 50,
  );
  expect(versionHeld()).toBe(1);
});

it('gives up a check that hangs, and starts another', async () => {
  holds(atVersion(1));
  await loader.load(environment);
  answer = never;
  now += loadPolicy.refreshAfterMilliseconds;
  void loader.refreshIfDue(environment);
  holds(atVersion(2));
  now += loadPolicy.abandonAfterMilliseconds;
  await loader.refreshIfDue(environment);
  expect(versionHeld()).toBe(2);
});

it('tells an environment there is not from one it cannot know of', async () => {
  answer = async () => undefined;
  expect(await loader.load(environment)).toBe('missing');
  expect(await loader.load(environment)).toBe('missing');
  expect(finds).toBe(1);
  answer = () => Promise.reject(new Error('gone'));
  expect(await loader.load('another')).toBe('unavailable');
});

it('leaves a store alone for a second after it failed', async () => {
  answer = () => Promise.reject(new Error('gone'));
  for (let attempt = 0; attempt < 5; attempt++) await loader.load(environment);
  expect(finds).toBe(1);
  now += loadPolicy.lacksForMilliseconds.unavailable;
  holds(atVersion(1));
  expect(versionOf(await loader.load(environment))).toBe(1);
});

it('makes nobody wait longer than the first for a store that hangs', async () => {
  answer = never;
  void loader.load(environment);
  now += loadPolicy.waitWithoutSnapshotMilliseconds;
  const started = performance.now();
  expect(await loader.load(environment)).toBe('unavailable');
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(finds).toBe(1);
});

it('goes down the ladder: store, database, what was deployed with the code, nothing', async () => {
  answer = () => Promise.reject(new Error('gone'));
  bundled = { ...snapshot, version: 2 };
  database = { ...snapshot, version: 3 };
  expect(await loader.load(environment)).toMatchObject({
    source: 'postgres',
    held: { snapshot: { version: 3 } },
  });
  database = undefined;
  const other = 'other';
  bundled = { ...snapshot, environment: other, version: 2 };
  expect(await loader.load(other)).toMatchObject({
    source: 'bundle',
    held: { snapshot: { version: 2 } },
  });
  bundled = undefined;
  expect(await loader.load('a third')).toBe('unavailable');
});

it('says "bundle" as long as nothing better was had, and goes back up by itself', async () => {
  answer = () => Promise.reject(new Error('gone'));
  bundled = { ...snapshot, version: 2 };
  await loader.load(environment);
  expect(await loader.load(environment)).toMatchObject({ source: 'bundle' });
  holds(atVersion(2));
  await refresh();
  expect(loader.findFresh(environment)).toMatchObject({ origin: 'kv', confirmedAt: now });
  bundled = { ...snapshot, version: 9 };
  expect(versionOf(await loader.load(environment))).toBe(2);
});

it('asks the database beside a store that hangs', async () => {
  answer = never;
  database = { ...snapshot, version: 3 };
  const started = performance.now();
  expect(versionOf(await loader.load(environment))).toBe(3);
  expect(performance.now() - started).toBeLessThan(loadPolicy.waitWithoutSnapshotMilliseconds);
});

it('does not ask the database while what it holds is confirmed often enough', async () => {
  holds(atVersion(1));
  await loader.load(environment);
  answer = () => Promise.reject(new Error('gone'));
  database = { ...snapshot, version: 3 };
  await refresh();
  expect(versionHeld()).toBe(1);
  now += loadPolicy.staleAfterMilliseconds;
  await loader.load(environment);
  expect(versionHeld()).toBe(3);
});
