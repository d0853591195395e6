import pg from 'pg';
import type { FaultPoint, FaultReply } from './faults.ts';
import { toParameterText } from './parameter-text.ts';
import type { PostgresAddress } from './postgres-address.ts';
import { type ResultBody, toResultBody } from './result-body.ts';
import { beginStatement, type SqlQuery, type SqlRequest } from './sql-request.ts';
import { SqlRequestError } from './sql-request-error.ts';

export interface SqlRun {
  readonly request: SqlRequest;
  readonly address: PostgresAddress;
  /** Aborted when the caller has gone: the query is cancelled. */
  readonly signal: AbortSignal;
  readonly reply: (at: FaultPoint) => Promise<FaultReply | undefined>;
}

export type SqlOutcome =
  | { readonly results: readonly ResultBody[] }
  | { readonly fault: FaultReply };

/**
 * Connects, runs one query or one transaction, disconnects. Postgres's errors are thrown. The end of
 * the session is awaited, so whatever was not committed is rolled back before the caller hears.
 */
export async function runSql(run: SqlRun): Promise<SqlOutcome> {
  const client = await connect(run);
  const cancel = () => cancelQuery(run, client).catch(() => {});
  run.signal.addEventListener('abort', cancel);
  try {
    return await (run.request.batch ? runBatch(run, client) : runSingle(run, client));
  } finally {
    run.signal.removeEventListener('abort', cancel);
    await client.end().catch(() => {});
  }
}

async function connect({ address, request }: SqlRun): Promise<pg.Client> {
  const settings = { ...address, ...request.credentials, connectionTimeoutMillis: 15_000 };
  const client = new pg.Client(settings);
  client.on('error', () => {});
  await client.connect().catch((error: unknown) => {
    if (error instanceof pg.DatabaseError) throw error;
    throw new SqlRequestError(`Couldn't connect to compute node: ${error}`, 500);
  });
  return client;
}

async function runSingle(run: SqlRun, client: pg.Client): Promise<SqlOutcome> {
  const before = await run.reply('before_commit');
  if (before) return { fault: before };
  const results = await runQueries(run, client);
  const after = await run.reply('after_commit');
  return after ? { fault: after } : { results };
}

async function runBatch(run: SqlRun, client: pg.Client): Promise<SqlOutcome> {
  if (run.request.batch) await client.query(beginStatement(run.request.batch));
  const results = await runQueries(run, client);
  const before = await run.reply('before_commit');
  if (before) return { fault: before };
  await client.query('COMMIT');
  const after = await run.reply('after_commit');
  return after ? { fault: after } : { results };
}

async function runQueries({ request }: SqlRun, client: pg.Client): Promise<ResultBody[]> {
  const results: ResultBody[] = [];
  for (const query of request.queries) {
    const { arrayMode } = query;
    const result = await client.query<(string | null)[]>(asUnparsedText(query));
    results.push(toResultBody(result, { arrayMode, rawText: request.rawText }));
  }
  return results;
}

/** The extended protocol, as Neon uses it: one statement in a query, whatever its parameters. */
function asUnparsedText({ text, parameters }: SqlQuery) {
  return {
    text,
    values: parameters.map(toParameterText),
    rowMode: 'array' as const,
    queryMode: 'extended' as const,
    types: { getTypeParser: () => (value: unknown) => value },
  };
}

async function cancelQuery({ address, request }: SqlRun, busy: pg.Client) {
  const client = new pg.Client({ ...address, ...request.credentials });
  client.on('error', () => {});
  await client.connect();
  await client.query('select pg_cancel_backend($1)', [processIdOf(busy)]);
  await client.end();
}

/** A documented property of node-postgres that its type declarations lack. */
function processIdOf(client: pg.Client): number {
  return (client as pg.Client & { processID: number }).processID;
}
