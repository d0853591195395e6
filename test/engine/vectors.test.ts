import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/engine/evaluate.ts';
import { explain } from '../../src/engine/explain.ts';
import { prepare } from '../../src/engine/prepare.ts';
import { vectorFiles } from '../support/evaluation-vectors.ts';

/** Where a case without `now` is run: before, at and long after the epoch. */
const ANY_INSTANT = [-1, 0, Date.UTC(9999, 11, 31)];

describe.each(vectorFiles)('$file, $concept', ({ snapshot, cases }) => {
  const prepared = prepare(snapshot);

  it.each(cases)('$name', ({ flag, context, now, expect: expected }) => {
    const { variant, ruleId, errorCode, problem, ...rest } = expected;
    const answer = { ...rest, variant: variant ?? undefined, ruleId, errorCode, version: 7 };
    for (const instant of now === undefined ? ANY_INSTANT : [now]) {
      expect(evaluate(prepared, flag, context, instant)).toEqual(answer);
    }
    const unstated = errorCode === 'PARSE_ERROR' ? expect.any(String) : undefined;
    expect(prepared.flags.get(flag)?.problem).toEqual(problem ?? unstated);
  });

  it('is explained with the answer that is given', () => {
    for (const { flag, context, now = 0 } of cases) {
      const last = explain(snapshot, flag, context, now).findLast(({ depth }) => depth === 0);
      expect(last?.answer).toEqual(evaluate(prepared, flag, context, now));
    }
  });
});
