import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sleep } from '../../src/sleep.ts';
import { coalescePublishes } from '../../src/snapshot/publish/coalesce-publishes.ts';
import type { PublishOptions } from '../../src/snapshot/publish/publish.ts';

afterEach(() => {
  vi.useRealTimers();
});

const environments = ['production', 'development'] as const;

interface Request {
  readonly environment: (typeof environments)[number];
  readonly atMilliseconds: number;
  readonly force: boolean;
}

interface Round {
  readonly readMilliseconds: number;
  readonly writeMilliseconds: number;
  readonly fails: boolean;
}

/** What one caller does: commits a version, then has it published. */
const request: fc.Arbitrary<Request> = fc.record({
  environment: fc.constantFrom(...environments),
  atMilliseconds: fc.integer({ min: 0, max: 6_000 }),
  force: fc.boolean(),
});
/** How long the parts of a publication take, and whether it fails; of one after the other. */
const round: fc.Arbitrary<Round> = fc.record({
  readMilliseconds: fc.integer({ min: 0, max: 700 }),
  writeMilliseconds: fc.integer({ min: 0, max: 700 }),
  fails: fc.boolean(),
});

interface Put {
  readonly environment: string;
  readonly version: number;
  readonly at: number;
  readonly force: boolean;
}

/** A database whose versions rise, and a store that is slow, under a clock that is not real. */
async function play(requests: readonly Request[], rounds: readonly Round[]) {
  vi.useFakeTimers({ now: 1_000_000 });
  const versions = new Map<string, number>();
  const puts: Put[] = [];
  let played = 0;
  const publishOnce = async (environment: string, { force = false }: PublishOptions = {}) => {
    const { readMilliseconds, writeMilliseconds, fails } = rounds[played++ % rounds.length] ?? slow;
    const version = versions.get(environment) ?? 0;
    await sleep(readMilliseconds);
    if (fails) throw new Error('no answer');
    puts.push({ environment, version, at: Date.now(), force });
    await sleep(writeMilliseconds);
    return version;
  };
  const publishing = coalescePublishes(publishOnce);
  const ends = requests.map(async ({ environment, atMilliseconds, force }) => {
    await sleep(atMilliseconds);
    const committed = (versions.get(environment) ?? 0) + 1;
    versions.set(environment, committed);
    const end = { environment, committed, force, askedAt: Date.now() };
    const told = await publishing(environment, { force }).catch(() => undefined);
    return { ...end, told, endedAt: Date.now() };
  });
  await vi.runAllTimersAsync();
  return { puts, ends: await Promise.all(ends), started: played };
}

const slow = { readMilliseconds: 10, writeMilliseconds: 10, fails: false };

describe('publishing at the same time', () => {
  it('writes at most once a second, and tells nobody of success before it is there', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(request, { minLength: 1, maxLength: 30 }),
        fc.array(round, { minLength: 1, maxLength: 8 }),
        async (requests, rounds) => {
          const { puts, ends, started } = await play(requests, rounds);
          for (const environment of environments) {
            const own = puts.filter((put) => put.environment === environment);
            own.slice(1).forEach((put, index) => {
              expect(put.at - (own[index]?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
              expect(put.version).toBeGreaterThanOrEqual(own[index]?.version ?? 0);
            });
          }
          for (const { environment, committed, force, askedAt, endedAt, told } of ends) {
            if (told === undefined) continue;
            expect(told).toBeGreaterThanOrEqual(committed);
            const own = puts.filter((put) => put.environment === environment);
            const held = own.find(({ version, at }) => version >= committed && at >= askedAt);
            expect(held?.at).toBeLessThanOrEqual(endedAt);
            if (force) expect(own.some((put) => put.force && put.at >= askedAt)).toBe(true);
          }
          expect(started).toBeLessThanOrEqual(requests.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is two writes for fifty changes, and the last of them is there', async () => {
    const requests = Array.from({ length: 50 }, (_, index) => ({
      environment: 'production' as const,
      atMilliseconds: index * 10,
      force: false,
    }));
    const { puts, ends } = await play(requests, [slow]);
    expect(puts.map(({ version }) => version)).toEqual([1, 50]);
    expect(ends.every(({ told }) => told !== undefined)).toBe(true);
  });

  it('fails those whose round fails, and nobody else', async () => {
    const at = (atMilliseconds: number) => ({
      environment: 'production' as const,
      atMilliseconds,
      force: false,
    });
    const failing = { ...slow, fails: true };
    const { ends } = await play([at(0), at(1), at(2), at(2_000)], [slow, failing, slow]);
    expect(ends.map(({ told }) => told)).toEqual([1, undefined, undefined, 4]);
  });

  it('does not wait for ever for a request that the runtime has ended', async () => {
    vi.useFakeTimers();
    let asked = 0;
    const never = new Promise<number>(() => {});
    const publishing = coalescePublishes(() => (++asked === 1 ? never : Promise.resolve(asked)));
    void publishing('production');
    const others = Promise.all([publishing('production'), publishing('production')]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await others).toEqual([2, 2]);
  });
});
