import { toMillipercent } from '../../contract/fields/percentage.ts';
import type { AuthoredRule } from '../../contract/flags/rule.ts';
import type { Rollout, Rule } from '../../engine/snapshot.ts';
import { compileCondition } from './compile-condition.ts';

/** From a rule as people write it to what the engine reads. */
export const compileRule = (rule: AuthoredRule): Rule => ({
  id: rule.id,
  when: compileCondition(rule.when),
  rollout: compileRollout(rule),
  ...(rule.bucket_by === undefined ? {} : { bucketBy: rule.bucket_by }),
  ...(rule.from === undefined ? {} : { from: Date.parse(rule.from) }),
  ...(rule.until === undefined ? {} : { until: Date.parse(rule.until) }),
});

/** That of a rule, or of everybody else. */
export const compileRollout = ({
  rollout_percentage,
  split,
}: Pick<AuthoredRule, 'rollout_percentage' | 'split'>): Rollout => ({
  millipercent: toMillipercent(rollout_percentage),
  split,
});
