import { fromMillipercent } from '../../contract/fields/percentage.ts';
import type { AuthoredRule } from '../../contract/flags/rule.ts';
import { criticalFlags, criticalFlagTraits } from '../../db/seeds.ts';
import type { Flag, Override, Rule } from '../../engine/snapshot.ts';
import type { FlagRows } from '../compile/environment-rows.ts';
import { decompileCondition } from './decompile-condition.ts';

/** Where the rows belong, and from when they are. */
export interface RowOrigin {
  readonly environment: string;
  readonly at: Date;
}

/**
 * From what the edge reads to the rows of a flag: the inverse of `compileFlag`. A flag that was
 * published as broken has no split left, and is broken again: it serves its off value as before.
 */
export const decompileFlag = (flag: Flag, origin: RowOrigin): FlagRows => ({
  flag: decompileDefinition(flag, origin),
  state: decompileState(flag, origin),
  overrides: flag.overrides.map((override) => decompileOverride(override, flag.key, origin)),
});

const decompileDefinition = (flag: Flag, { at }: RowOrigin): FlagRows['flag'] => ({
  key: flag.key,
  name: flag.name,
  ...traitsOf(flag.key),
  kind: flag.kind,
  variants: [...flag.variants],
  offVariant: flag.offVariant,
  jsonSchema: null,
  tags: [],
  owner: null,
  clientVisible: flag.clientVisible,
  staleThresholds: null,
  status: 'active',
  ...unwritten(at),
});

/** No snapshot holds these: a critical flag gets those of its seed, any other the defaults. */
function traitsOf(key: string) {
  const seed = criticalFlags.find((candidate) => candidate.key === key);
  if (!seed) return { description: '', critical: false, permanent: false };
  const { critical, permanent } = criticalFlagTraits;
  return { description: seed.description, critical, permanent };
}

const decompileState = (flag: Flag, { environment, at }: RowOrigin): FlagRows['state'] => ({
  flagKey: flag.key,
  environmentKey: environment,
  isEnabled: flag.on,
  isKilled: flag.killed,
  rolloutPercentage: fromMillipercent(flag.rollout.millipercent),
  split: [...flag.rollout.split],
  rules: flag.rules.map(decompileRule),
  prerequisites: [...flag.prerequisites],
  salt: flag.salt,
  bucketBy: flag.bucketBy,
  ...unwritten(at),
});

const decompileRule = (rule: Rule): AuthoredRule => ({
  id: rule.id,
  when: decompileCondition(rule.when),
  rollout_percentage: fromMillipercent(rule.rollout.millipercent),
  split: [...rule.rollout.split],
  ...(rule.bucketBy === undefined ? {} : { bucket_by: rule.bucketBy }),
  ...(rule.from === undefined ? {} : { from: new Date(rule.from).toISOString() }),
  ...(rule.until === undefined ? {} : { until: new Date(rule.until).toISOString() }),
});

/** Its id says where it is, so that restoring twice is once. */
const decompileOverride = (
  { scope, subject, variant, expiresAt }: Override,
  flagKey: string,
  { environment, at }: RowOrigin,
): FlagRows['overrides'][number] => ({
  id: ['restored', environment, flagKey, scope, subject].join('/'),
  environmentKey: environment,
  flagKey,
  scope,
  subject,
  variant,
  reason: null,
  expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
  ...unwritten(at),
});

/** What a row has that nobody has changed. */
const unwritten = (at: Date) => ({ revision: 1, createdAt: at, updatedAt: at });
