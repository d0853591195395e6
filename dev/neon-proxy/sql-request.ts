import type { IncomingHttpHeaders } from 'node:http';
import type { Json, JsonObject } from '../../src/engine/json.ts';
import { SqlRequestError } from './sql-request-error.ts';

export interface SqlQuery {
  readonly text: string;
  readonly parameters: readonly Json[];
  readonly arrayMode: boolean;
}

export interface SqlRequest {
  /** The host of the connection string is ignored: a proxy serves one Postgres. */
  readonly credentials: Credentials;
  readonly queries: readonly SqlQuery[];
  /** Undefined for a single query, which is a transaction of its own. */
  readonly batch: BatchOptions | undefined;
  readonly rawText: boolean;
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface BatchOptions {
  readonly isolationLevel: IsolationLevel | undefined;
  readonly readOnly: boolean;
  readonly deferrable: boolean;
}

type IsolationLevel = keyof typeof isolationLevels;

const isolationLevels = {
  ReadUncommitted: 'READ UNCOMMITTED',
  ReadCommitted: 'READ COMMITTED',
  RepeatableRead: 'REPEATABLE READ',
  Serializable: 'SERIALIZABLE',
};

/** Throws SqlRequestError (status 400) for anything Neon refuses before it asks Postgres. */
export function parseSqlRequest(headers: IncomingHttpHeaders, body: string): SqlRequest {
  const credentials = parseConnectionString(headers['neon-connection-string']);
  const options = parseBatchOptions(headers);
  const payload = parsePayload(body);
  const arrayMode = headers['neon-array-mode'] === 'true';
  const isBatch = Array.isArray(payload.queries);
  const queries = isBatch ? payload.queries : [payload];
  return {
    credentials,
    queries: (queries as Json[]).map((query) => parseQuery(query, arrayMode)),
    batch: isBatch ? options : undefined,
    rawText: headers['neon-raw-text-output'] === 'true',
  };
}

export function beginStatement({ isolationLevel, readOnly, deferrable }: BatchOptions): string {
  const isolation = isolationLevel && ` ISOLATION LEVEL ${isolationLevels[isolationLevel]}`;
  return `BEGIN${isolation ?? ''}${readOnly ? ' READ ONLY' : ''}${deferrable ? ' DEFERRABLE' : ''}`;
}

/** Neon repeats a batch's options in the headers of its answer. */
export function echoedHeaders(batch: BatchOptions | undefined): Record<string, string> {
  return {
    ...(batch?.isolationLevel && { 'neon-batch-isolation-level': batch.isolationLevel }),
    ...(batch?.readOnly && { 'neon-batch-read-only': 'true' }),
    ...(batch?.deferrable && { 'neon-batch-deferrable': 'true' }),
  };
}

function parseConnectionString(header: string | string[] | undefined): Credentials {
  const url = URL.parse(String(header));
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new SqlRequestError('invalid connection string');
  }
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  return { user, password, database: decodeURIComponent(url.pathname.slice(1)) };
}

function parseBatchOptions(headers: IncomingHttpHeaders): BatchOptions {
  const level = headers['neon-batch-isolation-level'];
  if (level !== undefined && !isIsolationLevel(level)) {
    throw new SqlRequestError('invalid isolation level');
  }
  return {
    isolationLevel: level,
    readOnly: headers['neon-batch-read-only'] === 'true',
    deferrable: headers['neon-batch-deferrable'] === 'true',
  };
}

function isIsolationLevel(text: unknown): text is IsolationLevel {
  return typeof text === 'string' && Object.hasOwn(isolationLevels, text);
}

function parsePayload(body: string): JsonObject {
  try {
    const payload: Json = JSON.parse(body);
    if (isObject(payload)) return payload;
  } catch {}
  throw new SqlRequestError('could not parse the HTTP request body');
}

function parseQuery(query: Json, defaultArrayMode: boolean): SqlQuery {
  if (!isObject(query) || typeof query.query !== 'string') {
    throw new SqlRequestError('could not parse the HTTP request body');
  }
  return {
    text: query.query,
    parameters: Array.isArray(query.params) ? query.params : [],
    arrayMode: typeof query.arrayMode === 'boolean' ? query.arrayMode : defaultArrayMode,
  };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
