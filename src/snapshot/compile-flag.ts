import { z } from 'zod';
import { variant } from '../contract/flag.ts';
import { toMillipercent } from '../contract/percentage.ts';
import { problemText } from '../contract/problem.ts';
import type { AuthoredRule } from '../contract/rule.ts';
import { problemsOf } from '../contract/zod-problems.ts';
import type { Flag, Override, Rule } from '../engine/snapshot.ts';
import { compileCondition } from './compile-condition.ts';
import type { FlagRows } from './environment-rows.ts';
import { type FlagDocuments, flagDocuments } from './flag-documents.ts';

/**
 * From the rows of a flag to what the edge reads. Documents that no verb would have written (SQL by
 * hand) make a flag with a `problem`, which serves its off value.
 */
export function compileFlag(source: FlagRows): Flag {
  const parsed = flagDocuments.safeParse({ ...source.flag, ...source.state });
  return parsed.success
    ? { ...identity(source), ...behaviour(source, parsed.data) }
    : brokenFlag(source, problemsOf(parsed.error).map(problemText).join('; '));
}

/** The overrides that name no variant: they are not published, everything else of the flag is. */
export const unservedOverrides = ({ flag, overrides }: FlagRows) =>
  overrides.filter((override) => !hasVariant(flag.variants, override.variant));

/** False for variants that are not even a list. */
const hasVariant = (variants: unknown, name: string): boolean =>
  Array.isArray(variants) && variants.some((candidate) => candidate?.name === name);

const identity = ({ flag, state }: FlagRows) => ({
  key: flag.key,
  name: flag.name,
  kind: flag.kind,
  clientVisible: flag.clientVisible,
  offVariant: flag.offVariant,
  killed: state.isKilled,
  salt: state.salt,
  bucketBy: state.bucketBy,
});

const behaviour = ({ flag, state, overrides }: FlagRows, documents: FlagDocuments) => ({
  variants: documents.variants,
  on: state.isEnabled,
  overrides: overrides
    .filter((override) => hasVariant(flag.variants, override.variant))
    .map(compileOverride),
  prerequisites: documents.prerequisites,
  rules: documents.rules.map(compileRule),
  rollout: { millipercent: toMillipercent(state.rolloutPercentage), split: documents.split },
});

const compileOverride = (override: FlagRows['overrides'][number]): Override => ({
  scope: override.scope,
  subject: override.subject,
  variant: override.variant,
  ...(override.expiresAt === null ? {} : { expiresAt: override.expiresAt.getTime() }),
});

const compileRule = (rule: AuthoredRule): Rule => ({
  id: rule.id,
  when: compileCondition(rule.when),
  rollout: { millipercent: toMillipercent(rule.rollout_percentage), split: rule.split },
  ...(rule.bucket_by === undefined ? {} : { bucketBy: rule.bucket_by }),
  ...(rule.from === undefined ? {} : { from: Date.parse(rule.from) }),
  ...(rule.until === undefined ? {} : { until: Date.parse(rule.until) }),
});

/** Keeps the variants where they can be read, so that the off value is served if there is one. */
function brokenFlag(source: FlagRows, problem: string): Flag {
  const variants = z.array(variant).safeParse(source.flag.variants);
  return {
    ...identity(source),
    problem,
    variants: variants.data ?? [],
    on: false,
    overrides: [],
    prerequisites: [],
    rules: [],
    rollout: { millipercent: 0, split: [] },
  };
}
