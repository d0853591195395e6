import * as z from 'zod';
import { problemText } from '../../contract/errors/problem.ts';
import { variant } from '../../contract/flags/flag.ts';
import type { Flag, Override } from '../../engine/snapshot.ts';
import { compileRollout, compileRule } from './compile-rule.ts';
import type { FlagRows } from './environment-rows.ts';
import { type FlagDocuments, flagDocuments } from './flag-documents.ts';
import { readDocument } from './read-document.ts';

/**
 * From the rows of a flag to what the edge reads. Documents that no verb would have written (SQL by
 * hand) make a flag with a `problem`, which serves its off value.
 */
export function compileFlag(source: FlagRows): Flag {
  const { kind, variants } = source.flag;
  const { split, rules, prerequisites } = source.state;
  const written = { kind, variants, split, rules, prerequisites };
  const { document, problems } = readDocument(flagDocuments, written);
  return problems
    ? brokenFlag(source, problems.map(problemText).join('; '))
    : { ...identity(source), ...behaviour(source, document) };
}

/** The overrides that cannot be served: they are not published, everything else of the flag is. */
export const unservedOverrides = ({ flag, overrides }: FlagRows) =>
  overrides.filter((override) => !isServed(flag, override));

const isServed = ({ variants }: FlagRows['flag'], override: OverrideRow): boolean =>
  hasVariant(variants, override.variant) &&
  override.subject !== '' &&
  // Postgres knows an instant called infinity, JavaScript does not.
  !Number.isNaN(override.expiresAt?.getTime());

type OverrideRow = FlagRows['overrides'][number];

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
  overrides: overrides.filter((override) => isServed(flag, override)).map(compileOverride),
  prerequisites: documents.prerequisites,
  rules: documents.rules.map(compileRule),
  rollout: compileRollout({
    rollout_percentage: state.rolloutPercentage,
    split: documents.split,
  }),
});

const compileOverride = (override: OverrideRow): Override => ({
  scope: override.scope,
  subject: override.subject,
  variant: override.variant,
  ...(override.expiresAt === null ? {} : { expiresAt: override.expiresAt.getTime() }),
});

/** Keeps the variants where they can be read, so that the off value is served if there is one. */
function brokenFlag(source: FlagRows, problem: string): Flag {
  const { document: variants = [] } = readDocument(z.array(variant), source.flag.variants);
  return {
    ...identity(source),
    problem,
    variants,
    on: false,
    overrides: [],
    prerequisites: [],
    rules: [],
    rollout: { millipercent: 0, split: [] },
  };
}
