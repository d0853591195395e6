import { prepareBucketOf } from '../bucketing/bucket-of.ts';
import { askAttribute } from '../context.ts';
import type { Draft } from '../draft.ts';
import { decide } from '../evaluate.ts';
import { operators } from '../operators/operators.ts';
import type { Predicate } from '../question.ts';
import type { AttributeTest, Condition, FlagTest, PercentageTest } from '../snapshot.ts';
import { Flaw } from '../validation/flaw.ts';
import { describeCondition } from './describe.ts';
import { all, any, not } from './logic.ts';

/** Throws a `Flaw` where the condition means something that is not there. */
export function prepareCondition(condition: Condition, path: string, draft: Draft): Predicate {
  const words = () => describeCondition(condition);
  return draft.watch({ kind: 'condition', path, words }, prepareBare(condition, path, draft));
}

function prepareBare(condition: Condition, path: string, draft: Draft): Predicate {
  if ('all' in condition) return all(prepareEach(condition.all, `${path}.all`, draft));
  if ('any' in condition) return any(prepareEach(condition.any, `${path}.any`, draft));
  if ('not' in condition) return not(prepareCondition(condition.not, `${path}.not`, draft));
  if ('segment' in condition) return findSegment(condition.segment, path, draft);
  if ('flag' in condition) return prepareFlagTest(condition, path, draft);
  if ('millipercent' in condition) return preparePercentageTest(condition, path, draft);
  return prepareAttributeTest(condition, path);
}

function prepareEach(conditions: readonly Condition[], path: string, draft: Draft): Predicate[] {
  return conditions.map((condition, index) =>
    prepareCondition(condition, `${path}[${index}]`, draft),
  );
}

function findSegment(key: string, path: string, { prepared }: Draft): Predicate {
  const segment = prepared.segments.get(key);
  if (segment === undefined) throw new Flaw(`${path}.segment`, 'the key of a sound segment');
  return segment;
}

/** An answer with an error code is no answer: whether the flag serves the variant is unknown. */
function prepareFlagTest(test: FlagTest, path: string, { prepared }: Draft): Predicate {
  const flag = prepared.flags.get(test.flag);
  if (flag === undefined) throw new Flaw(`${path}.flag`, 'the key of a flag');
  const wanted = new Set<string | undefined>(test.variants);
  return (context, now) => {
    const { errorCode, variant } = decide(flag, context, now);
    return errorCode === undefined ? wanted.has(variant) : undefined;
  };
}

function preparePercentageTest(test: PercentageTest, path: string, draft: Draft): Predicate {
  const { millipercent, salt } = test;
  const unit = { ...draft, bucketBy: test.bucketBy ?? draft.bucketBy };
  const bucketOf = prepareBucketOf(draft.bucketer.rollout(salt), path, unit);
  return (context, now) => {
    const bucket = bucketOf(context, now);
    return bucket === undefined ? undefined : bucket < millipercent;
  };
}

function prepareAttributeTest(condition: AttributeTest, path: string): Predicate {
  const operator = operators.get(condition.operator);
  if (operator === undefined) throw new Flaw(`${path}.operator`, 'the name of an operator');
  const { attribute, value } = condition;
  const ignoreCase = condition.ignoreCase ?? false;
  return askAttribute(attribute, (name) => {
    const predicate = operator.prepare(value, { name, ignoreCase });
    if (predicate === undefined) throw new Flaw(`${path}.value`, operator.takes);
    return predicate;
  });
}
