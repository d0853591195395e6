import { type RepairResult, repairInput } from '../../contract/repair.ts';
import type { AppliedStep, OnStep } from '../../schema/repair/apply-steps.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { addMissingLabels } from './add-missing-labels.ts';
import { explainRepairFailure } from './explain-repair-failure.ts';
import { runRepair } from './run-repair.ts';

interface RepairCall extends VerbCall<unknown> {
  /** Told of each step as it ends. */
  readonly onStep?: OnStep;
}

/**
 * Puts the database right, in one transaction: plans, adds what is missing, records migrations,
 * seeds critical flags, verifies, and leaves an audit entry. Whatever fails, nothing of it has
 * happened, but for labels of enums, which have to be committed before: the failure then says so. What a person has to decide is named, with the statement to run. Publishes after the
 * commit.
 *
 * Throws `repair_running`, `repair_refused`, `database_is_newer` and `plan_changed` before anything
 * is changed, and `rolled_back`, with Postgres's own words, when it failed on the way.
 */
export async function repairSchema({ ctx, input, onStep }: RepairCall): Promise<RepairResult> {
  authorise(ctx, 'admin');
  const request = parseInput(repairInput, input ?? {});
  const operationId = request.operation_id ?? crypto.randomUUID();
  const run = { ctx, request, operationId, onStep: onStep ?? (() => {}) };
  let committed: readonly AppliedStep[] = [];
  try {
    if (request.mode === 'apply') committed = await addMissingLabels({ ...run, committed });
    const { result, environmentKeys } = await ctx.database.transaction(
      (tx) => runRepair(tx, { ...run, committed }),
      { queryTimeoutMilliseconds },
    );
    if (environmentKeys.length > 0) await ctx.publish(environmentKeys);
    return result;
  } catch (error) {
    throw explainRepairFailure(error, { operationId, committed });
  }
}

/** Longer than Postgres itself lets a step take. */
const queryTimeoutMilliseconds = 45_000;
