import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { hubCap, hubPolicy, loadPolicy } from '../../src/resource-policy.ts';
import { contentTag, pack } from '../../src/snapshot/format.ts';
import { type Loaded, SnapshotLoader } from '../../src/snapshot/load.ts';
import { sampleFlag } from '../engine/sample.ts';
import { sampleEnvironment } from '../support/edge.ts';
import { laggingStore } from '../support/lagging-store.ts';
import { MemoryHub } from '../support/memory-hub.ts';
import { memorySnapshotStore } from '../support/memory-snapshot-store.ts';
import { nothingBehind } from '../support/nothing-behind.ts';

const { snapshot } = await sampleEnvironment({ flags: [] });
const { environment } = snapshot;
const lastVersion = 40;
const packed = await Promise.all(
  Array.from({ length: lastVersion + 1 }, (_, version) => pack({ ...snapshot, version })),
);
const atVersion = (version: number) => packed[version] ?? expect.fail('no such version');

const versionOf = (loaded: Loaded) => (typeof loaded === 'object' ? versionIn(loaded) : loaded);
const versionIn = ({ held }: Exclude<Loaded, string>) => held.snapshot.version;
const never = () => new Promise<never>(() => {});

let now: number;
let hub: MemoryHub;
let store: ReturnType<typeof memorySnapshotStore>;
let loader: SnapshotLoader;

const startLoader = (from = store) =>
  new SnapshotLoader({ ...nothingBehind, store: from, hub, now: () => now, onFault: () => {} });

beforeEach(() => {
  now = 1_800_000_000_000;
  hub = new MemoryHub();
  store = memorySnapshotStore();
  loader = startLoader();
});

async function publish(version: number, { toStore = true } = {}) {
  await hub.publish(environment, atVersion(version));
  if (toStore) await store.put(environment, atVersion(version));
}

describe('the rung of the hub', () => {
  beforeEach(async () => {
    await publish(3);
  });

  it('is not asked while the store answers', async () => {
    await loader.load(environment);
    now += loadPolicy.refreshAfterMilliseconds;
    await loader.refreshIfDue(environment);
    expect(hub.reads).toBe(0);
  });

  it.each<[string, Partial<typeof store>]>([
    ['fails', { find: () => Promise.reject(new Error('gone')) }],
    ['hangs', { find: never }],
    ['has lost the environment', { find: async () => undefined }],
    ['holds something corrupt', { find: async () => ({ ...atVersion(3), text: '{}' }) }],
  ])('answers where the store %s', async (_, fault) => {
    const cold = startLoader({ ...store, ...fault });
    const loaded = await Promise.all(Array.from({ length: 50 }, () => cold.load(environment)));
    expect(new Set(loaded.map(versionOf))).toEqual(new Set([3]));
    expect(loaded[0]).toMatchObject({ source: 'hub' });
    expect(hub.reads).toBe(1);
  });

  it('confirms what is held while the store fails, and brings what is newer', async () => {
    const warm = startLoader(
      laggingStore(store, () => {
        throw new Error('gone');
      }),
    );
    await warm.load(environment);
    const askAgain = async () => {
      now += hubCap.perEnvironmentMilliseconds * 1.5;
      await warm.refreshIfDue(environment);
      return warm.findFresh(environment);
    };
    expect(await askAgain()).toMatchObject({ confirmedAt: now, origin: 'hub' });
    await publish(4);
    expect(await askAgain()).toMatchObject({ snapshot: { version: 4 } });
    expect(hub.reads).toBe(3);
  });

  it('is asked every ten seconds or so in an outage, not with each check', async () => {
    const warm = startLoader({ ...store, find: () => Promise.reject(new Error('gone')) });
    await warm.load(environment);
    for (let seconds = 0; seconds < 60; seconds += 2) {
      now += 2_000;
      await warm.refreshIfDue(environment);
    }
    expect(hub.reads).toBeGreaterThan(3);
    expect(hub.reads).toBeLessThan(14);
  });

  it('is passed by when it fails, or holds something that is not to be trusted', async () => {
    const database = { ...snapshot, version: 9, flags: [sampleFlag()] };
    for (const found of [
      () => Promise.reject(new Error('gone')),
      async () => ({ label: atVersion(4), packed: { ...atVersion(4), text: '{}' } }),
      async () => undefined,
    ]) {
      const cold = new SnapshotLoader({
        ...nothingBehind,
        store: { ...store, find: async () => undefined },
        hub: { find: found },
        findInDatabase: async () => database,
        now: () => now,
        onFault: () => {},
      });
      expect(await cold.load(environment)).toMatchObject({ source: 'postgres' });
    }
  });
});

describe('a request that names a version', () => {
  beforeEach(async () => {
    await publish(3);
    await loader.load(environment);
  });

  it('is answered from memory when that is as new', async () => {
    expect(await loader.loadAtLeast(environment, 3)).toMatchObject({ source: 'memory' });
    expect(await loader.loadAtLeast(environment, 1)).toMatchObject({ source: 'memory' });
    expect(hub.reads).toBe(0);
  });

  it('reads the hub once, however many name it, and passes by the store', async () => {
    await publish(4, { toStore: false });
    const loaded = await Promise.all(
      Array.from({ length: 100 }, () => loader.loadAtLeast(environment, 4)),
    );
    expect(new Set(loaded.map(versionOf))).toEqual(new Set([4]));
    expect(loaded[0]).toMatchObject({ source: 'hub' });
    expect(hub.reads).toBe(1);
  });

  it('is answered all the same, and at once the next time, when there is no such version', async () => {
    for (let round = 0; round < 5; round++) {
      const asked = Array.from({ length: 100 }, () =>
        loader.loadAtLeast(environment, 999, '999.0123456789abcdef'),
      );
      expect(new Set((await Promise.all(asked)).map(versionOf))).toEqual(new Set([3]));
    }
    expect(hub.reads).toBe(1);
  });

  it('makes the hub no more work than a read a second, whatever is made up', async () => {
    await loader.loadAtLeast(environment, 999);
    const made = Array.from({ length: 500 }, (_, index) =>
      loader.loadAtLeast(environment, 1_000 + index),
    );
    expect(hub.reads).toBe(1);
    await publish(4, { toStore: false });
    const honest = loader.loadAtLeast(environment, 4);
    now += hubPolicy.vainMilliseconds;
    expect(versionOf(await honest)).toBe(4);
    await Promise.all(made);
    expect(hub.reads).toBe(2);
  });

  it('is answered with what is held when the hub fails, and leaves it alone for a moment', async () => {
    hub.fault = () => Promise.reject(new Error('gone'));
    for (let round = 0; round < 5; round++) {
      expect(versionOf(await loader.loadAtLeast(environment, 4))).toBe(3);
    }
    expect(hub.reads).toBe(1);
    hub.fault = undefined;
    await publish(4, { toStore: false });
    now += hubPolicy.brokenMilliseconds;
    expect(versionOf(await loader.loadAtLeast(environment, 4))).toBe(4);
  });

  it('begins another read when whoever began the first has gone', async () => {
    hub.fault = never;
    void loader.loadAtLeast(environment, 4);
    hub.fault = undefined;
    await publish(4, { toStore: false });
    const waiting = loader.loadAtLeast(environment, 4);
    now += hubPolicy.readMilliseconds;
    expect(versionOf(await waiting)).toBe(4);
  });

  it('by its number alone is told of it once it is there, whoever made that number up before', async () => {
    for (const naming of [4, 5]) {
      expect(versionOf(await loader.loadAtLeast(environment, naming))).toBe(naming - 1);
      const tooSoon = loader.loadAtLeast(environment, naming);
      await publish(naming, { toStore: false });
      const honest = loader.loadAtLeast(environment, naming);
      now += hubPolicy.vainMilliseconds;
      expect(versionOf(await honest)).toBe(naming);
      await tooSoon;
    }
    expect(hub.reads).toBe(4);
  });

  it('is answered by an isolate that holds nothing yet', async () => {
    await publish(4, { toStore: false });
    expect(versionOf(await startLoader().loadAtLeast(environment, 4))).toBe(4);
  });
});

type Step =
  | { readonly kind: 'publish' }
  | { readonly kind: 'breathe' }
  | { readonly kind: 'wait'; readonly milliseconds: number }
  | { readonly kind: 'event'; readonly clients: readonly number[] }
  | { readonly kind: 'ask'; readonly clients: readonly number[]; readonly isolate: number };

const clientCount = 4;
const isolateCount = 3;
const clients = fc.array(fc.nat({ max: clientCount - 1 }), { minLength: 1, maxLength: 6 });
const isolate = fc.nat({ max: isolateCount - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('publish' as const) }),
  fc.record({ kind: fc.constant('breathe' as const) }),
  fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.nat({ max: 40_000 }) }),
  fc.record({ kind: fc.constant('event' as const), clients }),
  fc.record({ kind: fc.constant('ask' as const), clients, isolate }),
);

/** Remembers what a client does: the versions of its last event and of its last answer. */
interface Client {
  event: number;
  answer: number;
}

/** What goes on at the same time: requests begin with their step, and end when they like. */
class Schedule {
  readonly #clients: Client[] = Array.from({ length: clientCount }, () => ({
    event: 0,
    answer: 0,
  }));
  readonly #isolates: readonly SnapshotLoader[];
  readonly #served = new Map<SnapshotLoader, number>();
  readonly #kv: ReturnType<typeof laggingStore>;
  #running: Promise<unknown>[] = [];
  #newest = 0;

  constructor(pick: () => number) {
    this.#kv = laggingStore(memorySnapshotStore(), pick);
    this.#isolates = Array.from({ length: isolateCount }, () => startLoader(this.#kv));
    const { find } = hub;
    // It answers with what it held when it was asked, however long that takes to arrive.
    const late: typeof find = async (...asked) => {
      const found = await find(...asked);
      for (let turns = pick(); turns > 0; turns--) await breathe();
      return found;
    };
    Object.assign(hub, { find: late });
  }

  async take(each: Step): Promise<void> {
    if (each.kind === 'publish') await this.#publish();
    else if (each.kind === 'breathe') await breathe();
    else if (each.kind === 'wait') await this.#wait(each.milliseconds);
    else if (each.kind === 'event') this.#tell(each.clients);
    else for (const number of each.clients) this.#running.push(this.#ask(number, each.isolate));
    this.#assertNoneWentBack();
  }

  /** No time passes for those who wait, as they would give up. */
  async #wait(milliseconds: number) {
    await this.end();
    now += milliseconds;
  }

  async end() {
    await Promise.all(this.#running);
    this.#running = [];
  }

  async #publish() {
    const version = this.#newest + 1;
    await hub.publish(environment, atVersion(version));
    this.#newest = version;
    await this.#kv.put(environment, atVersion(version));
  }

  #tell(numbers: readonly number[]) {
    for (const number of numbers) this.#clientAt(number).event = this.#newest;
  }

  async #ask(number: number, isolateNumber: number) {
    const client = this.#clientAt(number);
    const at = this.#isolates[isolateNumber] ?? expect.fail('no such isolate');
    const named = Math.max(client.event, client.answer);
    void at.refreshIfDue(environment);
    const loaded = await at.loadAtLeast(environment, named, contentTag(atVersion(named)));
    const version = typeof loaded === 'object' ? versionIn(loaded) : -1;
    expect(version).toBeGreaterThanOrEqual(named);
    client.answer = Math.max(client.answer, version);
  }

  /** Whoever names nothing is promised that of one isolate. */
  #assertNoneWentBack() {
    for (const each of this.#isolates) {
      const version = each.findHeld(environment)?.snapshot.version ?? 0;
      expect(version).toBeGreaterThanOrEqual(this.#served.get(each) ?? 0);
      this.#served.set(each, version);
    }
  }

  #clientAt = (number: number) => this.#clients[number] ?? expect.fail('no such client');
}

/** A turn of the event loop that no timer makes longer. */
const breathe = () => crypto.subtle.digest('SHA-256', new Uint8Array(1));

it('no client ever sees a version older than its event or its last answer, and no isolate goes back', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: lastVersion - 1 }),
      fc.array(fc.nat({ max: 8 }), { minLength: 1, maxLength: 20 }),
      async (steps, picks) => {
        hub = new MemoryHub();
        let picked = 0;
        const schedule = new Schedule(() => picks[picked++ % picks.length] ?? 0);
        await schedule.take({ kind: 'publish' });
        for (const each of steps) await schedule.take(each);
        await schedule.end();
      },
    ),
    { numRuns: 1_000 },
  );
});
