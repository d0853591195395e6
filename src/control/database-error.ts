import { ControlError } from './errors.ts';

const schemaDamaged = new ControlError(
  'schema_damaged',
  'The database lacks a table or column that this version needs. Flags are still served. Apply the pending migrations, then try again.',
);

const databaseUnavailable = new ControlError(
  'database_unavailable',
  'The database cannot be reached, or was lost on the way. Flags are still served. Try again in a moment; look first whether a change was made.',
);

/** undefined_table, undefined_column, undefined_object, invalid_schema_name. */
const damageStates = new Set(['42P01', '42703', '42704', '3F000']);
/** Classes of connection failures, shortage, and an administrator's or a crash's shutdown. */
const outageClasses = new Set(['08', '53', '57']);
/** What the drivers say when no SQLSTATE came back, as nothing of the database answered. */
const outageMessage =
  /Error connecting to database|Server error \(HTTP status|Connection terminated|not queryable|timeout|WebSocket|Network connection lost/i;

/**
 * What a failed query means to the caller; undefined when it is a defect of ours. A cause that is no
 * error is the event with which the driver's socket failed.
 */
export function explainDatabaseError(error: unknown): ControlError | undefined {
  for (let cause = error; cause !== undefined; cause = cause.cause) {
    if (!(cause instanceof Error)) return databaseUnavailable;
    if (cause instanceof ControlError) return cause;
    const state = sqlState(cause);
    if (state && damageStates.has(state)) return schemaDamaged;
    if (state && outageClasses.has(state.slice(0, 2))) return databaseUnavailable;
    if (!state && outageMessage.test(cause.message)) return databaseUnavailable;
  }
  return undefined;
}

const sqlState = (error: Error): string | undefined => {
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
};
