import type { Problem } from '../../contract/errors/problem.ts';
import {
  maxFlags,
  maxOverrides,
  maxPatterns,
  maxQuestions,
  maxRules,
  maxSnapshotBytes,
} from '../../contract/fields/limits.ts';
import { withParts } from '../../engine/conditions/with-parts.ts';
import type { Flag, Snapshot } from '../../engine/snapshot.ts';

interface Excess extends Problem {
  readonly subject: 'environment';
  readonly count: number;
}

interface Bound {
  readonly path: string;
  readonly what: string;
  readonly count: number;
  readonly most: number;
}

/** What would take an isolate too long to answer in one request, or too much memory to keep. */
export function findExcesses(snapshot: Snapshot, conditionCount: number): Excess[] {
  return boundsOf(snapshot, conditionCount)
    .filter(({ count, most }) => count > most)
    .map(({ path, what, count, most }) => ({
      subject: 'environment',
      path,
      message: `expected at most ${most} ${what}`,
      count,
    }));
}

function boundsOf(snapshot: Snapshot, conditionCount: number): readonly Bound[] {
  const { flags } = snapshot;
  return [
    { path: '', what: 'flags (archive some)', count: flags.length, most: maxFlags },
    {
      path: 'rules',
      what: 'in all flags together',
      count: sum(flags, ({ rules }) => rules.length),
      most: maxRules,
    },
    {
      path: 'rules',
      what: 'different patterns of an attribute in all flags and segments together',
      count: countPatterns(snapshot),
      most: maxPatterns,
    },
    {
      path: 'rules',
      what: 'conditions and shares of splits in all flags together, conditions of referenced flags and segments included each time',
      count: conditionCount + sum(flags, countShares),
      most: maxQuestions,
    },
    {
      path: 'overrides',
      what: 'in all flags together',
      count: sum(flags, ({ overrides }) => overrides.length),
      most: maxOverrides,
    },
    {
      path: '',
      what: 'bytes of JSON in the snapshot (which is not published)',
      count: Buffer.byteLength(JSON.stringify(snapshot)),
      most: maxSnapshotBytes,
    },
  ];
}

const sum = (flags: readonly Flag[], count: (flag: Flag) => number): number =>
  flags.reduce((total, flag) => total + count(flag), 0);

const countShares = ({ rules, rollout }: Flag): number =>
  rules.reduce((total, rule) => total + rule.rollout.split.length, rollout.split.length);

/** Equal ones of one attribute are matched once. */
function countPatterns({ flags, segments }: Snapshot): number {
  const owners = [...flags.flatMap(({ rules }) => rules), ...segments];
  const patterns = owners
    .flatMap(({ when }) => withParts(when))
    .flatMap((test) =>
      'operator' in test && test.operator === 'matches'
        ? [JSON.stringify([test.attribute, test.value, test.ignoreCase ?? false])]
        : [],
    );
  return new Set(patterns).size;
}
