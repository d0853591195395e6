import { z } from 'zod';
import { variant } from '../contract/flag.ts';
import { toMillipercent } from '../contract/percentage.ts';
import type { AuthoredRule } from '../contract/rule.ts';
import type { Flag, Override, Rule, Variant } from '../engine/snapshot.ts';
import { compileCondition } from './compile-condition.ts';
import { flagDocuments } from './flag-documents.ts';
import { type FlagProblem, findProblems } from './flag-problems.ts';
import type { FlagSource } from './source.ts';

export interface CompiledFlag {
  readonly flag: Flag;
  readonly problems: readonly FlagProblem[];
}

/**
 * From rows to what the edge reads. A flag that is broken serves its off value and an error, and
 * an override that names no variant is left out; both are reported, neither disturbs another flag.
 */
export function compileFlag(source: FlagSource): CompiledFlag {
  const { flag, state, overrides } = source;
  const parsed = flagDocuments.safeParse({ ...flag, ...state });
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({ path, message }));
    return { flag: brokenFlag(source, problems), problems };
  }
  const problems = findProblems(source, parsed.data);
  if (problems.length > 0) return { flag: brokenFlag(source, problems), problems };
  const names = new Set(parsed.data.variants.map(({ name }) => name));
  const served = overrides.filter(({ variant: name }) => names.has(name));
  const unserved = overrides.filter(({ variant: name }) => !names.has(name));
  return {
    flag: {
      ...identity(source),
      variants: parsed.data.variants,
      killed: state.isKilled,
      on: state.isEnabled,
      salt: state.salt,
      bucketBy: state.bucketBy,
      overrides: served.map(compileOverride),
      prerequisites: parsed.data.prerequisites,
      rules: parsed.data.rules.map(compileRule),
      rollout: {
        millipercent: toMillipercent(state.rolloutPercentage),
        split: parsed.data.split,
      },
    },
    problems: unserved.map(({ scope, subject, variant: name }) => ({
      path: ['overrides', scope, subject, 'variant'],
      message: `there is no variant "${name}"`,
    })),
  };
}

const identity = ({ flag, state }: FlagSource) => ({
  key: flag.key,
  name: flag.name,
  kind: flag.kind,
  clientVisible: flag.clientVisible,
  offVariant: flag.offVariant,
  salt: state.salt,
  bucketBy: state.bucketBy,
});

const compileOverride = ({
  scope,
  subject,
  variant: name,
  expiresAt,
}: FlagSource['overrides'][number]): Override => ({
  scope,
  subject,
  variant: name,
  ...(expiresAt === null ? {} : { expiresAt: expiresAt.getTime() }),
});

const compileRule = (authored: AuthoredRule): Rule => ({
  id: authored.id,
  when: compileCondition(authored.when),
  rollout: {
    millipercent: toMillipercent(authored.rollout_percentage),
    split: authored.split,
  },
  ...(authored.bucket_by === undefined ? {} : { bucketBy: authored.bucket_by }),
  ...(authored.from === undefined ? {} : { from: Date.parse(authored.from) }),
  ...(authored.until === undefined ? {} : { until: Date.parse(authored.until) }),
});

/** Keeps the variants that can be read, so that the off value is served where there is one. */
function brokenFlag(source: FlagSource, problems: readonly FlagProblem[]): Flag {
  const variants = z.array(variant).safeParse(source.flag.variants);
  return {
    ...identity(source),
    problem: problems.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    variants: variants.success ? (variants.data as readonly Variant[]) : [],
    killed: source.state.isKilled,
    on: false,
    overrides: [],
    prerequisites: [],
    rules: [],
    rollout: { millipercent: 0, split: [] },
  };
}
