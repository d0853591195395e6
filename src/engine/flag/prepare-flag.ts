import { boundariesOf } from '../boundaries.ts';
import type { Bucketer } from '../bucketing/bucketer.ts';
import { bucketers, defaultBucketer } from '../bucketing/bucketers.ts';
import type { Evaluation } from '../evaluation.ts';
import type { DefinitionScope, FlagScope } from '../prepare-scope.ts';
import { noDecision, type Question, type Step } from '../question.ts';
import type { Flag } from '../snapshot.ts';
import { DefinitionError } from '../validation/definition-error.ts';
import { formatPercent } from '../values/percent.ts';
import { prepareStop } from './emergency-stop.ts';
import { Outcomes } from './outcomes.ts';
import { prepareOverrides } from './override.ts';
import type { PreparedFlag } from './prepared-flag.ts';
import { preparePrerequisite } from './prerequisite.ts';
import { prepareRollout } from './rollout.ts';
import { prepareRule } from './rule.ts';
import { prepareSwitch } from './switch.ts';

/** Throws a `DefinitionError` where the flag means something that is not there. */
export function prepareFlag(
  flag: Flag,
  version: number,
  definitionScope: DefinitionScope,
): PreparedFlag {
  const { key, name, clientVisible, offVariant, rollout, bucketBy } = flag;
  const bucketer = findBucketer(flag);
  const outcomes = new Outcomes(flag, version);
  const scope: FlagScope = { ...definitionScope, flag, bucketer, bucketBy, outcomes };
  return {
    key,
    name,
    clientVisible,
    offVariant,
    variantNames: new Set(flag.variants.map((variant) => variant.name)),
    rolloutMillipercent: rollout.millipercent,
    problem: undefined,
    steps: prepareSteps(scope).filter((step) => step !== noDecision),
    otherwise: prepareDefault(scope),
    boundaries: boundariesOf(flag),
  };
}

function findBucketer({ bucketer: name }: Flag): Bucketer {
  const bucketer = name ? bucketers.get(name) : defaultBucketer;
  if (bucketer === undefined) throw new DefinitionError('bucketer', 'the name of a bucketer');
  return bucketer;
}

/** The order of decisions. */
function prepareSteps(scope: FlagScope): Step[] {
  const { prerequisites, rules } = scope.flag;
  return [
    prepareStop(scope),
    prepareOverrides('user', scope),
    prepareOverrides('organisation', scope),
    prepareSwitch(scope),
    ...prerequisites.map((each, index) =>
      preparePrerequisite(each, `prerequisites[${index}]`, scope),
    ),
    ...rules.map((each, index) => prepareRule(each, `rules[${index}]`, scope)),
  ];
}

function prepareDefault(scope: FlagScope): Question<Evaluation> {
  const { flag, outcomes, trace } = scope;
  const description = () => `the default rollout, for ${formatPercent(flag.rollout.millipercent)}`;
  const owner = { scope, path: 'rollout', outcomes: outcomes.defaultRollout() };
  return trace({ kind: 'step', path: 'rollout', description }, prepareRollout(flag.rollout, owner));
}
