import { type RepairProgress, type RepairResult, repairInput } from '../../contract/repair.ts';
import { databasePolicy } from '../../resource-policy.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import type { PublishOutcome } from '../publish-all.ts';
import { addMissingLabels } from './add-missing-labels.ts';
import { explainRepairFailure } from './explain-repair-failure.ts';
import { describeStep } from './repair-result.ts';
import { runRepair } from './run-repair.ts';

interface RepairCall extends VerbCall<unknown> {
  /** Told of each step as it ends. */
  readonly onStep?: (step: RepairProgress) => void;
}

/**
 * Puts the database right, in one transaction: plans, adds what is missing, records migrations,
 * seeds critical flags, verifies, and leaves an audit entry. Whatever fails, nothing of it has
 * happened. What a person has to decide is named, with the statement to run. Publishes after the
 * commit.
 *
 * Throws `repair_running`, `repair_refused`, `database_is_newer` and `plan_changed` before anything
 * is changed, and `rolled_back`, with Postgres's own words, when it failed on the way.
 */
export async function repairSchema({ ctx, input, onStep }: RepairCall): Promise<RepairResult> {
  authorise(ctx, 'admin');
  const request = parseInput(repairInput, input ?? {});
  const operationId = request.operation_id ?? crypto.randomUUID();
  try {
    if (request.mode === 'apply') await addMissingLabels(ctx.database);
    const { result, environmentKeys } = await ctx.database.transaction(
      (tx) =>
        runRepair(tx, {
          ctx,
          request,
          operationId,
          onStep: (step) => onStep?.(describeStep(step)),
        }),
      { queryTimeoutMilliseconds: databasePolicy.repairQueryMilliseconds },
    );
    return withUnpublished(result, await ctx.publish(environmentKeys));
  } catch (error) {
    throw explainRepairFailure(error, operationId);
  }
}

/** The database is right all the same; what the edge has not learnt of it, a person should know. */
function withUnpublished(result: RepairResult, outcomes: readonly PublishOutcome[]): RepairResult {
  const unpublished = outcomes.filter(({ version }) => version === undefined);
  if (unpublished.length === 0) return result;
  const items = unpublished.map(({ environment }) => ({
    object: `snapshot of ${environment}`,
    reason: 'it could not be published; what was published before goes on being served',
  }));
  return { ...result, status: 'partial', unresolved: [...result.unresolved, ...items] };
}
