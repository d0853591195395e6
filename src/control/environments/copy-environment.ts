import {
  type CopyEnvironmentInput,
  copyEnvironmentInput,
} from '../../contract/environments/environment.ts';
import type { PlannedChange, PlanResource } from '../../contract/fields/plan.ts';
import type { Queryable } from '../../db/connect.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { invalidInput } from '../errors.ts';
import { flagStateResource } from '../flag-states/flag-state-resource.ts';
import type { FlagStateRow } from '../flag-states/flag-state-row.ts';
import { listStates } from '../flag-states/set-states.ts';
import { writeFlagStates } from '../flag-states/write-flag-states.ts';
import { selectFlagsForUpdate } from '../flags/select-flags.ts';
import { keepServable } from '../keep-servable.ts';
import { mutate, type UnitOfWork } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertPlanned, findChanges, hashPlan } from '../plan.ts';
import { rehearse } from '../rehearse.ts';
import { stateOf } from './describe-document.ts';
import { getEnvironmentRow } from './environment-row.ts';

interface Input {
  /** The one that becomes like the other. */
  readonly environment: string;
  readonly copy: CopyEnvironmentInput;
}

/**
 * Copies what active flags do in one environment to another. Emergency stops on either side stay as
 * they are, and so do overrides, which name people of one environment.
 */
export async function copyEnvironment({ ctx, input }: VerbCall<Input>): Promise<PlanResource> {
  authorise(ctx, 'editor');
  const wanted = parseInput(copyEnvironmentInput, input.copy);
  const { dry_run: dryRun, plan_hash: planHash } = wanted;
  const to = input.environment;
  if (wanted.from === to) {
    throw invalidInput([{ path: 'from', message: `expected another environment than ${to}` }]);
  }
  const run = dryRun ? rehearse : mutate;
  return run(ctx, async (unit) => {
    const pairs = await findDifferent(unit.tx, to, wanted);
    const changed = pairs.map(describe);
    const hash = await hashPlan(to, changed);
    if (!dryRun) assertPlanned(hash, planHash);
    if (pairs.length > 0) await write(unit, to, pairs);
    return { environment: to, dry_run: dryRun, plan_hash: hash, changed };
  });
}

interface Pair {
  readonly source: FlagStateRow;
  /** Undefined where the flag has no state yet. */
  readonly target: FlagStateRow | undefined;
}

type Wanted = Pick<CopyEnvironmentInput, 'from' | 'keys' | 'tag' | 'module'>;

async function findDifferent(tx: Queryable, to: string, { from, ...selection }: Wanted) {
  await getEnvironmentRow(tx, to);
  await getEnvironmentRow(tx, from);
  const keys = (await selectFlagsForUpdate(tx, selection)).map(({ key }) => key);
  const targets = new Map(
    (await listStates(tx, to, keys)).map((target) => [target.flagKey, target]),
  );
  const pairs = (await listStates(tx, from, keys)).map(
    (source): Pair => ({ source, target: targets.get(source.flagKey) }),
  );
  return pairs.filter((pair) => describe(pair).changes.length > 0);
}

function describe({ source, target }: Pair): PlannedChange {
  const changes = findChanges(copied(target), copied(source) ?? {});
  return { subject: 'flag', key: source.flagKey, is_new: target === undefined, changes };
}

function copied(state: FlagStateRow | undefined) {
  const content = stateOf(state);
  if (content === null) return undefined;
  const { is_killed, ...rest } = content;
  return rest;
}

async function write({ tx, audit, touch }: UnitOfWork, to: string, pairs: readonly Pair[]) {
  const states = pairs.map(
    ({ source: { revision, createdAt, updatedAt, ...content }, target }) => ({
      ...content,
      environmentKey: to,
      isKilled: target?.isKilled ?? false,
    }),
  );
  const written = await keepServable(tx, [to], () => writeFlagStates(tx, states));
  const after = new Map(written.map((state) => [state.flagKey, flagStateResource(state)]));
  for (const { source, target } of pairs) {
    audit({
      action: 'flag_state.copy',
      target: source.flagKey,
      environmentKey: to,
      before: target && flagStateResource(target),
      after: { ...after.get(source.flagKey), copied_from: source.environmentKey },
    });
  }
  touch(to);
}
