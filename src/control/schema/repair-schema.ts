import {
  type HeldBack,
  type RepairProgress,
  type RepairResult,
  repairInput,
} from '../../contract/health/repair.ts';
import { databasePolicy } from '../../resource-policy.ts';
import { authorise } from '../authorise.ts';
import type { ControlContext, VerbCall } from '../context.ts';
import { ControlError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { readSurvivors } from '../survivors/read-survivors.ts';
import { addMissingLabels } from './add-missing-labels.ts';
import { explainRepairFailure } from './explain-repair-failure.ts';
import { describeStep } from './repair-result.ts';
import type { RepairRun } from './repair-run.ts';
import { runRepair } from './run-repair.ts';

interface RepairCall extends VerbCall<unknown> {
  /** Told of each step as it ends. */
  readonly onStep?: (step: RepairProgress) => void;
}

/**
 * Puts the database right, in one transaction: plans, adds what is missing, puts back what the edge
 * still serves, seeds critical flags, records migrations, verifies, and leaves an audit entry.
 * Whatever fails, nothing of it has happened, but for labels of enums, which have to be committed
 * before: the failure then says so. What a person has to decide is named, with the statement to run.
 * Publishes after the commit.
 *
 * Throws `repair_running`, `repair_refused`, `database_is_newer` and `plan_changed` before anything
 * is changed, and `rolled_back`, with Postgres's own words, when it failed on the way.
 */
export async function repairSchema({ ctx, input, onStep }: RepairCall): Promise<RepairResult> {
  authorise(ctx, 'admin', 'or by secret');
  const request = parseInput(repairInput, input ?? {});
  if (request.restore_flags) assertReadable(ctx);
  const run: RepairRun = {
    ctx,
    request,
    operationId: request.operation_id ?? crypto.randomUUID(),
    published: await readSurvivors(ctx),
    onStep: (step) => onStep?.(describeStep(step)),
    committed: [],
  };
  let begun = run;
  try {
    if (request.mode === 'apply') begun = { ...run, ...(await addMissingLabels(run)) };
    const { result, environmentKeys } = await ctx.database.transaction(
      (tx) => runRepair(tx, begun),
      { queryTimeoutMilliseconds: databasePolicy.repairQueryMilliseconds },
    );
    return withUnpublished(result, await publish(ctx, environmentKeys));
  } catch (error) {
    throw explainRepairFailure(error, begun);
  }
}

/** What did not reach the edge, and why. */
async function publish(ctx: ControlContext, keys: readonly string[]): Promise<HeldBack[]> {
  if (keys.length === 0) return [];
  const outcomes = await ctx.publish(keys);
  return outcomes.flatMap(({ environment, version, withheld }) =>
    version === undefined ? { environment, reason: withheld ?? notPublished } : [],
  );
}

/** The database is right all the same; what the edge has not learnt of it, a person should know. */
function withUnpublished(result: RepairResult, unpublished: readonly HeldBack[]): RepairResult {
  if (unpublished.length === 0) return result;
  const items = unpublished.map(({ environment, reason }) => ({
    object: `snapshot of ${environment}`,
    reason: `${reason}; what was published before goes on being served`,
  }));
  return {
    ...result,
    status: result.status === 'ok' ? 'partial' : result.status,
    held_back: [...result.held_back, ...unpublished],
    unresolved: [...result.unresolved, ...items],
  };
}

const notPublished = 'it could not be published: POST /admin/warm tries again';

function assertReadable({ published }: ControlContext): void {
  if (published) return;
  throw new ControlError(
    'repair_refused',
    'Flags can only be restored from what the edge serves, which cannot be read from here. Send POST /admin/repair to the Worker.',
  );
}
