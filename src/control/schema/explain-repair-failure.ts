import { classifyFailure, findRefusal, isSessionLost } from '../../db/classify-failure.ts';
import type { AppliedStep } from '../../schema/repair/apply-steps.ts';
import { ControlError } from '../errors.ts';

interface FailedRun {
  readonly operationId: string;
  readonly request: { readonly mode: 'plan' | 'apply' };
  /** Steps that had been committed before. */
  readonly committed: readonly AppliedStep[];
}

/** What a repair that failed means to whoever called it. */
export function explainRepairFailure(error: unknown, run: FailedRun): ControlError {
  if (error instanceof ControlError) return error;
  const exception = exceptionFor(run);
  const refusal = findRefusal(error);
  if (refusal !== undefined && !isSessionLost(refusal)) {
    return rolledBack(exception, `Postgres said: ${refusal.message} (${refusal.code}).`);
  }
  const message = error instanceof Error ? error.message : String(error);
  if (classifyFailure(error) !== 'unavailable') return rolledBack(exception, `${message}.`);
  if (run.request.mode === 'plan') return new ControlError('database_unavailable', lostPlan);
  return new ControlError(
    'database_unavailable',
    `The connection was lost. The repair has happened as a whole or not at all${exception}: send it again with "operation_id":"${run.operationId}" to learn which.`,
  );
}

const lostPlan = 'The connection was lost. A plan changes nothing: ask for it again.';

function exceptionFor({ committed }: FailedRun): string {
  if (committed.length === 0) return '';
  const statements = committed.map(({ statement }) => statement).join('; ');
  return `, but for what had to be committed before it (${statements})`;
}

const rolledBack = (exception: string, reason: string) =>
  new ControlError(
    'rolled_back',
    `The repair was rolled back and has changed nothing${exception}. ${reason}`,
  );
