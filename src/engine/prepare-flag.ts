import { bucketers } from './bucket.ts';
import type { Evaluation } from './evaluation.ts';
import { broken, Outcomes } from './outcomes.ts';
import { prepareOverrides } from './override.ts';
import { always, type Question, type Step } from './question.ts';
import { prepareRollout } from './rollout.ts';
import type { Flag } from './snapshot.ts';

/** A flag whose every answer exists and whose every question is ready to be asked. */
export interface PreparedFlag {
  readonly key: string;
  readonly name: string;
  readonly clientVisible: boolean;
  /** Absent only where the definition is too broken to have one. */
  readonly offVariant: string | undefined;
  /** The configured default rollout. */
  readonly rolloutMillipercent: number;
  /** Why the definition cannot be served: the flag then answers its off variant and an error. */
  readonly problem: string | undefined;
  /** Asked in turn: the first that answers decides. */
  readonly steps: readonly Step[];
  /** Asked when no step had an answer. */
  readonly otherwise: Question<Evaluation>;
}

/** Never throws: whatever is wrong with a definition stays within the flag. */
export function prepareFlag(flag: Flag, version: number): PreparedFlag {
  try {
    if (flag.problem !== undefined) throw new Error(flag.problem);
    return prepareSound(flag, new Outcomes(flag, version));
  } catch (cause) {
    return prepareBroken(flag, version, cause instanceof Error ? cause.message : String(cause));
  }
}

function prepareSound(flag: Flag, outcomes: Outcomes): PreparedFlag {
  const { key, name, clientVisible, offVariant, rollout } = flag;
  return {
    key,
    name,
    clientVisible,
    offVariant,
    rolloutMillipercent: rollout.millipercent,
    problem: undefined,
    steps: decisions(flag, outcomes),
    otherwise: defaultRollout(flag, outcomes),
  };
}

/** The order of decisions. */
function decisions(flag: Flag, outcomes: Outcomes): Step[] {
  const steps = [
    flag.killed ? always(outcomes.disabled()) : undefined,
    prepareOverrides('user', flag.overrides, outcomes),
    prepareOverrides('organisation', flag.overrides, outcomes),
    flag.on ? undefined : always(outcomes.disabled()),
  ];
  return steps.filter((step) => step !== undefined);
}

function defaultRollout(flag: Flag, outcomes: Outcomes): Question<Evaluation> {
  const bucketer = bucketers.get(flag.bucketer ?? 'burgee/1');
  if (bucketer === undefined) throw new Error('bucketer: expected the name of one');
  return prepareRollout(flag.rollout, {
    bucketer,
    salt: flag.salt,
    bucketBy: flag.bucketBy,
    everybody: (variant) => outcomes.everybody(variant),
    nobody: outcomes.nobody(),
    inside: (variant) => outcomes.inside(variant),
    outside: outcomes.outside(),
    withoutUnit: outcomes.withoutUnit(),
  });
}

/** Reads what can still be read of a definition that may be anything. */
function prepareBroken(flag: Flag, version: number, problem: string): PreparedFlag {
  const variants = Array.isArray(flag.variants) ? flag.variants : [];
  const off = variants.find((variant) => variant?.name === flag.offVariant);
  return {
    key: flag.key,
    name: typeof flag.name === 'string' ? flag.name : flag.key,
    clientVisible: flag.clientVisible === true,
    offVariant: off?.name,
    rolloutMillipercent: 0,
    problem,
    steps: [],
    otherwise: always(broken(off, version)),
  };
}
