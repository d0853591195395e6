import { prepareBucketOf } from '../bucketing/bucket-of.ts';
import { isInRollout } from '../bucketing/bucketer.ts';
import { bindAttribute } from '../context.ts';
import { decide } from '../evaluate.ts';
import type { PreparedFlag } from '../flag/prepared-flag.ts';
import { operators } from '../operators/operators.ts';
import type { PrepareScope } from '../prepare-scope.ts';
import type { Predicate } from '../question.ts';
import type { AttributeTest, Condition, FlagTest, PercentageTest } from '../snapshot.ts';
import { DefinitionError } from '../validation/definition-error.ts';
import { describeCondition } from './describe.ts';
import { all, any, not } from './logic.ts';

/** Throws a `DefinitionError` where the condition means something that is not there. */
export function prepareCondition(
  condition: Condition,
  path: string,
  scope: PrepareScope,
): Predicate {
  const description = () => describeCondition(condition);
  return scope.trace({ kind: 'condition', path, description }, prepareBare(condition, path, scope));
}

function prepareBare(condition: Condition, path: string, scope: PrepareScope): Predicate {
  if ('all' in condition) return all(prepareEach(condition.all, `${path}.all`, scope));
  if ('any' in condition) return any(prepareEach(condition.any, `${path}.any`, scope));
  if ('not' in condition) return not(prepareCondition(condition.not, `${path}.not`, scope));
  if ('segment' in condition) return findSegment(condition.segment, path, scope);
  if ('flag' in condition) return prepareFlagTest(condition, path, scope);
  if ('millipercent' in condition) return preparePercentageTest(condition, path, scope);
  return prepareAttributeTest(condition, path, scope);
}

function prepareEach(
  conditions: readonly Condition[],
  path: string,
  scope: PrepareScope,
): Predicate[] {
  return conditions.map((condition, index) =>
    prepareCondition(condition, `${path}[${index}]`, scope),
  );
}

function findSegment(key: string, path: string, { definitions }: PrepareScope): Predicate {
  const segment = definitions.segments.get(key);
  if (segment === undefined)
    throw new DefinitionError(`${path}.segment`, 'the key of a sound segment');
  return segment;
}

/** An answer with an error code is no answer: whether the flag serves the variant is unknown. */
function prepareFlagTest(test: FlagTest, path: string, { definitions }: PrepareScope): Predicate {
  const flag = definitions.flags.get(test.flag);
  if (flag === undefined) throw new DefinitionError(`${path}.flag`, 'the key of a flag');
  assertVariants(test.variants, flag, `${path}.variants`);
  const wanted = new Set<string | undefined>(test.variants);
  return (context, now) => {
    const { errorCode, variant } = decide(flag, context, now);
    return errorCode === undefined ? wanted.has(variant) : undefined;
  };
}

/** A broken flag serves nothing that anybody could name. */
function assertVariants(names: readonly string[], flag: PreparedFlag, path: string): void {
  const unknown = names.findIndex((name) => !flag.variantNames.has(name));
  if (unknown === -1 || flag.problem !== undefined) return;
  throw new DefinitionError(`${path}[${unknown}]`, 'the name of a variant of that flag');
}

function preparePercentageTest(test: PercentageTest, path: string, scope: PrepareScope): Predicate {
  const { millipercent, salt } = test;
  const unit = { ...scope, bucketBy: test.bucketBy ?? scope.bucketBy };
  const bucketOf = prepareBucketOf({ by: scope.bucketer.rollout, salt }, path, unit);
  return (context, now) => {
    const bucket = bucketOf(context, now);
    return bucket === undefined ? undefined : isInRollout(bucket, millipercent);
  };
}

function prepareAttributeTest(
  condition: AttributeTest,
  path: string,
  { shared }: PrepareScope,
): Predicate {
  const operator = operators.get(condition.operator);
  if (operator === undefined)
    throw new DefinitionError(`${path}.operator`, 'the name of an operator');
  const { attribute, value } = condition;
  const ignoreCase = condition.ignoreCase ?? false;
  return bindAttribute(attribute, (name) => {
    const predicate = operator.prepare(value, { name, ignoreCase, shared });
    if (predicate === undefined) throw new DefinitionError(`${path}.value`, operator.takes);
    return predicate;
  });
}
