import type { Context } from '../../src/engine/context.ts';
import type { ErrorCode, Evaluation, Reason } from '../../src/engine/evaluation.ts';
import type {
  Condition,
  Flag,
  Override,
  Rollout,
  Rule,
  Snapshot,
} from '../../src/engine/snapshot.ts';
import { attributeOf, naiveBucket, testOf, unitOf } from './naive-operators.ts';

/**
 * Evaluates a sound snapshot as docs/evaluation.md says, as plainly as can be: nothing is prepared,
 * and nothing shared with the engine but the shapes of the data.
 */
export function naiveEvaluate(
  snapshot: Snapshot,
  key: string,
  context: Context,
  now: number,
): Evaluation {
  const flag = snapshot.flags.find((candidate) => candidate.key === key);
  if (!flag)
    return answer(snapshot, undefined, undefined, 'ERROR', { errorCode: 'FLAG_NOT_FOUND' });
  const serve = (variant: string, reason: Reason, details: Details = {}) =>
    answer(snapshot, flag, variant, reason, details);

  if (flag.killed) return serve(flag.offVariant, 'DISABLED');
  for (const scope of ['user', 'organisation'] as const) {
    const override = overrideFor(flag, scope, context, now);
    if (override)
      return serve(override.variant, 'TARGETING_MATCH', { ruleId: `override:${scope}` });
  }
  if (!flag.on) return serve(flag.offVariant, 'DISABLED');
  const ask = { snapshot, context, now };
  for (const prerequisite of flag.prerequisites) {
    if (truthOf(prerequisite, { ...ask, bucketBy: flag.bucketBy }) !== true) {
      return serve(flag.offVariant, 'DEFAULT', { ruleId: `prerequisite:${prerequisite.flag}` });
    }
  }
  for (const rule of flag.rules) {
    const variant = ruleVariant(flag, rule, ask);
    const undivided = isUndivided(rule.rollout);
    if (variant)
      return serve(variant, undivided ? 'TARGETING_MATCH' : 'SPLIT', { ruleId: rule.id });
  }
  return defaultAnswer(flag, context, serve);
}

interface Details {
  readonly ruleId?: string;
  readonly errorCode?: ErrorCode;
}

interface Asking {
  readonly snapshot: Snapshot;
  readonly context: Context;
  readonly now: number;
}

function answer(
  snapshot: Snapshot,
  flag: Flag | undefined,
  variant: string | undefined,
  reason: Reason,
  { ruleId, errorCode }: Details,
): Evaluation {
  const value = flag?.variants.find(({ name }) => name === variant)?.value ?? null;
  return { value, variant, reason, ruleId, errorCode, version: snapshot.version };
}

function overrideFor(flag: Flag, scope: Override['scope'], context: Context, now: number) {
  const subject = unitOf(context, `${scope}_id`);
  const override = flag.overrides.findLast(
    (candidate) => candidate.scope === scope && candidate.subject === subject,
  );
  return override && now < (override.expiresAt ?? Number.POSITIVE_INFINITY) ? override : undefined;
}

function ruleVariant(flag: Flag, rule: Rule, ask: Asking): string | undefined {
  const bucketBy = rule.bucketBy ?? flag.bucketBy;
  if (rule.from !== undefined && ask.now < rule.from) return undefined;
  if (rule.until !== undefined && ask.now >= rule.until) return undefined;
  if (truthOf(rule.when, { ...ask, bucketBy }) !== true) return undefined;
  return drawn(rule.rollout, flag.salt, unitOf(ask.context, bucketBy));
}

function defaultAnswer(
  flag: Flag,
  context: Context,
  serve: (variant: string, reason: Reason, details?: Details) => Evaluation,
): Evaluation {
  const { rollout, rules, prerequisites, offVariant } = flag;
  const unit = unitOf(context, flag.bucketBy);
  const undivided = rules.length + prerequisites.length === 0 ? 'STATIC' : 'DEFAULT';
  if (rollout.millipercent === 0) return serve(offVariant, undivided);
  if (isUndivided(rollout)) return serve(drawn(rollout, flag.salt, unit) ?? offVariant, undivided);
  if (unit === undefined) return serve(offVariant, 'ERROR', { errorCode: 'TARGETING_KEY_MISSING' });
  return serve(drawn(rollout, flag.salt, unit) ?? offVariant, 'SPLIT');
}

function isUndivided({ millipercent, split }: Rollout): boolean {
  const served = split.filter(({ weight }) => weight > 0).map(({ variant }) => variant);
  return millipercent === 100_000 && new Set(served).size === 1;
}

function drawn(rollout: Rollout, salt: string, unit: string | undefined): string | undefined {
  const shares = rollout.split.filter(({ weight }) => weight > 0);
  if (isUndivided(rollout)) return shares[0]?.variant;
  if (unit === undefined || naiveBucket(salt, unit) >= rollout.millipercent) return undefined;
  if (shares.length === 1) return shares[0]?.variant;
  let left = naiveBucket(`${salt}/variant`, unit);
  for (const { variant, weight } of shares) {
    if (left < weight) return variant;
    left -= weight;
  }
  return undefined;
}

type Truth = boolean | undefined;

function truthOf(condition: Condition, ask: Asking & { bucketBy: string }): Truth {
  if ('all' in condition) {
    const truths = condition.all.map((each) => truthOf(each, ask));
    return truths.includes(false) ? false : truths.includes(undefined) ? undefined : true;
  }
  if ('any' in condition) {
    const truths = condition.any.map((each) => truthOf(each, ask));
    return truths.includes(true) ? true : truths.includes(undefined) ? undefined : false;
  }
  if ('not' in condition) {
    const truth = truthOf(condition.not, ask);
    return truth === undefined ? undefined : !truth;
  }
  if ('segment' in condition) {
    const segment = ask.snapshot.segments.find(({ key }) => key === condition.segment);
    return segment && truthOf(segment.when, { ...ask, bucketBy: 'user_id' });
  }
  if ('flag' in condition) {
    const served = naiveEvaluate(ask.snapshot, condition.flag, ask.context, ask.now);
    return served.errorCode ? undefined : condition.variants.includes(`${served.variant}`);
  }
  if ('millipercent' in condition) {
    const unit = unitOf(ask.context, condition.bucketBy ?? ask.bucketBy);
    return unit === undefined
      ? undefined
      : naiveBucket(condition.salt, unit) < condition.millipercent;
  }
  return testOf(condition, attributeOf(ask.context, condition.attribute));
}
