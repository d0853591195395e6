import { boundariesOf } from '../boundaries.ts';
import { percent } from '../conditions/describe.ts';
import type { FlagDraft } from '../draft.ts';
import type { Evaluation } from '../evaluation.ts';
import { always, pass, type Question, type Step } from '../question.ts';
import type { Flag } from '../snapshot.ts';
import type { Watch } from '../tracing/watch.ts';
import { brokenFlag } from './outcomes.ts';
import { prepareOverrides } from './override.ts';
import type { PreparedFlag } from './prepared-flag.ts';
import { preparePrerequisite } from './prerequisite.ts';
import { prepareRollout } from './rollout.ts';
import { prepareRule } from './rule.ts';
import { prepareStop, prepareSwitch } from './switches.ts';

export type { PreparedFlag } from './prepared-flag.ts';

/** Throws a `Flaw` where the flag means something that is not there. */
export function prepareFlag(draft: FlagDraft): PreparedFlag {
  const { key, name, clientVisible, offVariant, rollout } = draft.flag;
  return {
    key,
    name,
    clientVisible,
    offVariant,
    rolloutMillipercent: rollout.millipercent,
    problem: undefined,
    steps: prepareSteps(draft).filter((step) => step !== pass),
    otherwise: prepareDefault(draft),
    questions: draft.questions,
    boundaries: boundariesOf(draft.flag),
  };
}

/** The order of decisions. */
function prepareSteps(draft: FlagDraft): Step[] {
  const { prerequisites, rules } = draft.flag;
  return [
    prepareStop(draft),
    prepareOverrides('user', draft),
    prepareOverrides('organisation', draft),
    prepareSwitch(draft),
    ...prerequisites.map((each, index) =>
      preparePrerequisite(each, `prerequisites[${index}]`, draft),
    ),
    ...rules.map((each, index) => prepareRule(each, `rules[${index}]`, draft)),
  ];
}

function prepareDefault(draft: FlagDraft): Question<Evaluation> {
  const { flag, outcomes, watch } = draft;
  const words = () => `the default rollout, for ${percent(flag.rollout.millipercent)}`;
  const owner = { draft, path: 'rollout', outcomes: outcomes.defaultRollout() };
  return watch({ kind: 'step', path: 'rollout', words }, prepareRollout(flag.rollout, owner));
}

export interface BrokenDraft {
  /** It may be anything, but has a key. */
  readonly flag: Flag;
  readonly version: number;
  readonly problem: string;
  readonly watch: Watch;
}

/** Reads what can still be read of the flag. */
export function prepareBrokenFlag({ flag, version, problem, watch }: BrokenDraft): PreparedFlag {
  const { key, name, clientVisible, offVariant } = flag;
  const variants = Array.isArray(flag.variants) ? flag.variants : [];
  const off = variants.find((variant) => variant?.name === offVariant && offVariant !== undefined);
  const otherwise = always(brokenFlag(off, version));
  return {
    key,
    name: typeof name === 'string' ? name : key,
    clientVisible: clientVisible === true,
    offVariant: off?.name,
    rolloutMillipercent: 0,
    problem,
    steps: [],
    otherwise: watch({ kind: 'step', path: '', words: () => problem }, otherwise),
    questions: 0,
    boundaries: [],
  };
}
