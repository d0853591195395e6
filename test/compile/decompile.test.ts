import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluate } from '../../src/engine/evaluate.ts';
import { prepare } from '../../src/engine/prepare.ts';
import { compile } from '../../src/snapshot/compile/compile.ts';
import { decompile } from '../../src/snapshot/decompile/decompile.ts';
import { mergeDefinitions } from '../../src/snapshot/decompile/merge-definitions.ts';
import type { PublishedSnapshot } from '../../src/snapshot/format.ts';
import { contexts, nows } from '../engine/arbitraries.ts';
import { environmentRows } from './arbitrary-rows.ts';

const at = new Date('2026-02-01T00:00:00Z');
const TIMEOUT_MS = 300_000;

/** As a reader of the store gets it. */
const published = (snapshot: PublishedSnapshot): PublishedSnapshot =>
  JSON.parse(JSON.stringify(snapshot));
const again = (snapshot: PublishedSnapshot) => compile(decompile(snapshot, at)).snapshot;
/** Of a broken flag, that it is broken, not in which words. */
const withoutWords = (snapshot: PublishedSnapshot) =>
  JSON.stringify(snapshot, (key, value) => (key === 'problem' ? 'broken' : value));

it(
  'gives rows that compile to the same snapshot, byte for byte',
  () => {
    let flags = 0;
    let broken = 0;
    fc.assert(
      fc.property(environmentRows, (rows) => {
        const snapshot = published(compile(rows).snapshot);
        flags += snapshot.flags.length;
        broken += snapshot.flags.filter(({ problem }) => problem !== undefined).length;
        expect(withoutWords(again(snapshot))).toBe(withoutWords(snapshot));
      }),
      { numRuns: 2_000 },
    );
    // The other half of the property: there was something to be decompiled, most of it sound.
    expect(flags).toBeGreaterThan(1_000);
    expect(broken).toBeGreaterThan(20);
    expect(broken).toBeLessThan(flags / 2);
  },
  TIMEOUT_MS,
);

it(
  'gives rows that serve the same to everybody',
  () => {
    fc.assert(
      fc.property(environmentRows, contexts, nows, (rows, context, now) => {
        const snapshot = published(compile(rows).snapshot);
        const [before, after] = [prepare(snapshot), prepare(again(snapshot))];
        for (const { key } of snapshot.flags) {
          expect(evaluate(after, key, context, now)).toEqual(evaluate(before, key, context, now));
        }
      }),
      { numRuns: 1_000 },
    );
  },
  TIMEOUT_MS,
);

it('gives a critical flag the traits of its seed, and no other flag any', () => {
  const [rows] = fc.sample(environmentRows, 1);
  if (!rows) throw new Error('no sample');
  const snapshot = compile({ ...rows, flags: [] }).snapshot;
  const flag = {
    name: 'x',
    kind: 'boolean',
    clientVisible: true,
    variants: [{ name: 'off', value: false }],
    offVariant: 'off',
    killed: false,
    on: false,
    salt: 'x',
    bucketBy: 'user_id',
    overrides: [],
    prerequisites: [],
    rules: [],
    rollout: { millipercent: 0, split: [{ variant: 'off', weight: 100_000 }] },
  } as const;
  const flags = ['admin.analytics', 'other'].map((key) => ({ ...flag, key }));
  const [critical, other] = decompile({ ...snapshot, flags }, at).flags;
  expect(critical?.flag).toMatchObject({ critical: true, permanent: true });
  expect(critical?.flag.description).not.toBe('');
  expect(other?.flag).toMatchObject({ critical: false, permanent: false, description: '' });
});

it('takes what environments share from the newer of two snapshots that differ', () => {
  const [rows] = fc.sample(
    environmentRows.filter(({ flags }) => flags.length === 4),
    1,
  );
  if (!rows) throw new Error('no sample');
  const named = (name: string, version: number, keep: readonly number[]) => ({
    ...rows,
    environment: { ...rows.environment, key: name, version },
    flags: rows.flags
      .filter((_, index) => keep.includes(index))
      .map((each) => ({ ...each, flag: { ...each.flag, name } })),
    segments: rows.segments.map((each) => ({ ...each, name })),
  });
  const sources = [named('old', 3, [0, 1]), named('new', 7, [1, 2]), named('same', 7, [2, 3])];
  for (const order of [sources, sources.toReversed()]) {
    const { flags, segments } = mergeDefinitions(order);
    expect(flags.map(({ key, name }) => `${key} ${name}`).sort()).toEqual([
      'f0 old',
      'f1 new',
      'f2 new',
      'f3 same',
    ]);
    expect(segments.map(({ name }) => name)).toEqual(['new', 'new']);
  }
});
