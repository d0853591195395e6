import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/engine/evaluate.ts';
import { explain } from '../../src/engine/explain.ts';
import { prepare } from '../../src/engine/prepare.ts';
import { vectorFiles } from '../support/evaluation-vectors.ts';

describe.each(vectorFiles)('$file, $concept', ({ snapshot, cases }) => {
  const prepared = prepare(snapshot);

  it.each(cases)('$name', ({ flag, context, now = 0, expect: expected }) => {
    const { variant, ruleId, errorCode, ...rest } = expected;
    const answer = { ...rest, variant: variant ?? undefined, ruleId, errorCode, version: 7 };
    expect(evaluate(prepared, flag, context, now)).toEqual(answer);
  });

  it('is explained with the answer that is given', () => {
    for (const { flag, context, now = 0 } of cases) {
      const last = explain(prepared, flag, context, now).findLast(({ depth }) => depth === 0);
      expect(last?.answer).toEqual(evaluate(prepared, flag, context, now));
    }
  });
});
