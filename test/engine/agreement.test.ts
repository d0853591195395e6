import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/engine/evaluate.ts';
import { explain } from '../../src/engine/explain.ts';
import { prepare } from '../../src/engine/prepare.ts';
import { contexts, nows, snapshots } from './arbitraries.ts';
import { naiveEvaluate } from './naive.ts';

const TIMEOUT_MS = 300_000;

describe('a prepared snapshot', () => {
  it(
    'answers as the plain reading of its definitions does',
    () => {
      fc.assert(
        fc.property(snapshots, contexts, nows, (snapshot, context, now) => {
          const prepared = prepare(snapshot);
          for (const { key } of snapshot.flags) {
            expect(prepared.flags.get(key)?.problem).toBeUndefined();
            expect(evaluate(prepared, key, context, now)).toEqual(
              naiveEvaluate(snapshot, key, context, now),
            );
          }
        }),
        { numRuns: 3_000 },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'is explained with the answer that it gives',
    () => {
      fc.assert(
        fc.property(snapshots, contexts, nows, (snapshot, context, now) => {
          const prepared = prepare(snapshot);
          const last = explain(snapshot, 'f4', context, now).findLast(({ depth }) => depth === 0);
          expect(last?.answer).toEqual(evaluate(prepared, 'f4', context, now));
        }),
        { numRuns: 500 },
      );
    },
    TIMEOUT_MS,
  );
});
