import type { AuthoredCondition } from '../../src/contract/flags/condition.ts';
import type { CreateFlagInput } from '../../src/contract/flags/flag.ts';
import type { UpdateFlagStateInput } from '../../src/contract/flags/flag-state.ts';
import type { PutOverrideInput } from '../../src/contract/flags/override.ts';
import { isRecord } from '../../src/engine/is-record.ts';
import type { Condition, Flag, Override, Rule } from '../../src/engine/snapshot.ts';

/** Definitions of the vectors as people write them, docs/flags.md: what `compile` takes back. */

const NAMES: Readonly<Record<string, string>> = {
  ignoreCase: 'ignore_case',
  bucketBy: 'bucket_by',
};

/** Whatever is no condition stays as it is, for the verbs to refuse. */
export function authoredCondition(condition: Condition): AuthoredCondition {
  return rename(condition) as AuthoredCondition;
}

function rename(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(rename);
  if (!isRecord(part)) return part;
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => {
      if (name === 'millipercent') return ['percentage', Number(value) / 1_000];
      const isNested = ['all', 'any', 'not'].includes(name);
      return [NAMES[name] ?? name, isNested ? rename(value) : value];
    }),
  );
}

const instant = (milliseconds: number) => new Date(milliseconds).toISOString();

/** Null is absent to the engine; the verbs refuse it. */
const present = <Value>(name: string, value: Value | null | undefined) =>
  value === undefined || value === null ? {} : { [name]: value };

export const authoredRule = ({ id, when, rollout, bucketBy, from, until }: Rule) => ({
  id,
  when: authoredCondition(when),
  rollout_percentage: rollout.millipercent / 1_000,
  split: [...rollout.split],
  ...present('bucket_by', bucketBy),
  ...present('from', typeof from === 'number' ? instant(from) : from),
  ...present('until', typeof until === 'number' ? instant(until) : until),
});

export const authoredFlag = (flag: Flag): CreateFlagInput => ({
  key: flag.key,
  kind: flag.kind,
  name: flag.name,
  variants: flag.variants.map(({ name, value }) => ({ name, value })),
  off_variant: flag.offVariant,
  client_visible: flag.clientVisible,
});

export const authoredState = (flag: Flag): UpdateFlagStateInput => ({
  is_enabled: flag.on,
  is_killed: flag.killed,
  rollout_percentage: flag.rollout.millipercent / 1_000,
  split: [...flag.rollout.split],
  rules: flag.rules.filter(mayOpen).map(authoredRule),
  prerequisites: flag.prerequisites.map((each) => ({ ...each, variants: [...each.variants] })),
  salt: flag.salt,
  bucket_by: flag.bucketBy,
});

/** A window that never opens is refused; a flag without the rule answers the same. */
const mayOpen = ({ from, until }: Rule) => (from ?? -Infinity) < (until ?? Infinity);

export const authoredOverride = ({ variant, expiresAt }: Override): PutOverrideInput => ({
  variant,
  ...present('expires_at', typeof expiresAt === 'number' ? instant(expiresAt) : expiresAt),
});
