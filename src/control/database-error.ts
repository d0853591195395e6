import { classifyFailure, type DatabaseFailure } from '../db/classify-failure.ts';
import { ControlError } from './errors.ts';

const explanations: Readonly<Record<DatabaseFailure, ControlError>> = {
  unstorable: new ControlError('invalid_input', 'The database cannot store one of these values.'),
  damaged: new ControlError(
    'schema_damaged',
    'The database lacks a table or column that this version needs. Flags are still served. GET /admin/schema names what is missing, POST /admin/repair mends it.',
  ),
  read_only: new ControlError(
    'database_read_only',
    'The database takes no writes just now, so nothing was changed. Flags are still served. Try again in a moment, or point DATABASE_URL at the primary.',
  ),
  unavailable: new ControlError(
    'database_unavailable',
    'The database cannot be reached, or was lost on the way. Flags are still served. Try again in a moment; look first whether a change was made.',
  ),
};

/** What a failed query means to the caller; undefined when it is a defect of ours. */
export function explainDatabaseError(error: unknown): ControlError | undefined {
  const failure = classifyFailure(error);
  return failure && explanations[failure];
}
