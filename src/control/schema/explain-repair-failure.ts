import { classifyFailure, findRefusal } from '../../db/classify-failure.ts';
import { ControlError } from '../errors.ts';

/** What a repair that failed means to whoever called it. */
export function explainRepairFailure(error: unknown, operationId: string): ControlError {
  if (error instanceof ControlError) return error;
  const refusal = findRefusal(error);
  if (refusal !== undefined && !sessionLost.test(refusal.code)) {
    return rolledBack(`Postgres said: ${refusal.message} (${refusal.code}).`);
  }
  const message = error instanceof Error ? error.message : String(error);
  if (classifyFailure(error) !== 'unavailable') return rolledBack(`${message}.`);
  return new ControlError(
    'database_unavailable',
    `The connection was lost. The repair has happened as a whole or not at all: send it again with "operation_id":"${operationId}" to learn which.`,
  );
}

/** Connection exceptions and shutdowns: whether the commit came through before is not said. */
const sessionLost = /^(08|57P)/;

const rolledBack = (reason: string) =>
  new ControlError('rolled_back', `The repair was rolled back and has changed nothing. ${reason}`);
