/**
 * `damaged`: a table, column or key is not there. `unavailable`: the database cannot be asked just now.
 * `read_only`: it can be asked and takes no writes. `unstorable`: a value is not one that its column
 * can hold.
 */
export type DatabaseFailure = 'damaged' | 'unavailable' | 'read_only' | 'unstorable';

/**
 * undefined_table, undefined_column, undefined_object, invalid_schema_name; invalid_column_reference: the key
 * is lost by which a row would have been recognised as being there already.
 */
const damageStates = new Set(['42P01', '42703', '42704', '3F000', '42P10']);
const READ_ONLY_SQL_TRANSACTION = '25006';
/**
 * Classes of failures that are not the statement's: connections, a transaction that may not write,
 * log-in, a database that is not there, conflicts that pass, locks, shortage, shutdown, system, crash.
 */
const outageClasses = new Set(['08', '25', '28', '3D', '40', '53', '55', '57', '58', 'XX']);
/** What the drivers say when nothing of the database answered, and so no SQLSTATE came back. */
const outageMessage =
  /^(Error connecting to database|Server error \(HTTP status|Connection terminated|Client has encountered a connection error|timeout expired|Query read timeout|Network connection lost|The server does not support SSL)/;
/** What Node says of a socket, a name or a certificate: `ECONNREFUSED`, `ENOTFOUND`. */
const outageCode = /^(E[A-Z]{3,}|(ERR_(TLS|SSL)|CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)_\w+)$/;

/**
 * What a failed query means; undefined when the query itself is at fault. Judged by the innermost
 * cause: what Drizzle puts around it quotes the statement and its parameters.
 */
export function classifyFailure(error: unknown): DatabaseFailure | undefined {
  const refusal = findRefusal(error);
  if (refusal !== undefined) return classifyState(refusal.code);
  const chain = causesOf(error);
  const innermost = chain.at(-1);
  // A socket fails with an event, not with an error.
  if (!(innermost instanceof Error)) return chain.length > 1 ? 'unavailable' : undefined;
  const isOutage = outageMessage.test(innermost.message) || outageCode.test(codeOf(innermost));
  return isOutage ? 'unavailable' : undefined;
}

/** What Postgres itself said of a statement that it refused. */
export interface Refusal {
  /** SQLSTATE. */
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
}

/** Undefined where Postgres said nothing, as it was not reached or the session was lost on the way. */
export function findRefusal(error: unknown): Refusal | undefined {
  return causesOf(error).find(isRefusal);
}

/** insufficient_privilege. */
export const isForbidden = (error: unknown): boolean => findRefusal(error)?.code === '42501';

/** lock_not_available: somebody holds what was asked for, and the wait for it was cut short. */
export const isLocked = (error: unknown): boolean => findRefusal(error)?.code === '55P03';

/** Connection exceptions and shutdowns: the session ended, or was ended, and not by the statement. */
export const isSessionLost = ({ code }: Refusal): boolean => /^(08|57P)/.test(code);

/** Rows that are there break a rule. */
export const isViolation = ({ code }: Refusal): boolean => code.startsWith('23');

/**
 * Classes of what Postgres says of the statement or of the rows it meets: features, data, integrity,
 * dependents, names and rights, limits, triggers. Anything else (locks, connections, shutdown) is no answer.
 */
const answers = new Set(['0A', '22', '23', '2B', '42', '54', 'P0']);

export const isAnswer = ({ code }: Refusal): boolean => answers.has(code.slice(0, 2));

function causesOf(error: unknown): unknown[] {
  const chain = [error];
  for (let last = error; last instanceof Error && last.cause !== undefined; ) {
    last = last.cause;
    chain.push(last);
  }
  return chain;
}

function classifyState(state: string): DatabaseFailure | undefined {
  if (damageStates.has(state)) return 'damaged';
  if (state === READ_ONLY_SQL_TRANSACTION) return 'read_only';
  if (state.startsWith('22')) return 'unstorable';
  return outageClasses.has(state.slice(0, 2)) ? 'unavailable' : undefined;
}

function isRefusal(error: unknown): error is Refusal {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return /^[0-9A-Z]{5}$/.test(code) && !outageCode.test(code);
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
