import type pg from 'pg';
import type { FaultPoint, FaultReply } from './faults.ts';
import { toParameterText } from './parameter-text.ts';
import { type ResultBody, toResultBody } from './result-body.ts';
import { beginStatement, type SqlQuery, type SqlRequest } from './sql-request.ts';
import { endSession, type SqlSessions } from './sql-sessions.ts';

export interface SqlRun {
  readonly request: SqlRequest;
  readonly sessions: SqlSessions;
  /** Aborted when the caller has gone: the query is cancelled. */
  readonly signal: AbortSignal;
  readonly reply: (at: FaultPoint) => Promise<FaultReply | undefined>;
}

export type SqlOutcome =
  | { readonly results: readonly ResultBody[] }
  | { readonly fault: FaultReply };

/** What a session begins with, those that are there have begun without. */
const changesSessions = /\b(alter|create)\s+(database|role|user|system)\b/i;

/**
 * Runs one query or one transaction. Postgres's errors are thrown. Where it did not come to its end, that
 * of the session is awaited, so whatever was not committed is rolled back before the caller hears.
 */
export async function runSql(run: SqlRun): Promise<SqlOutcome> {
  const { sessions, request, signal } = run;
  const client = await sessions.take(request.credentials);
  const cancel = () => cancelQuery(run, client).catch(() => {});
  signal.addEventListener('abort', cancel);
  let isDone = false;
  try {
    const outcome = await (request.batch ? runBatch(run, client) : runSingle(run, client));
    isDone = 'results' in outcome;
    return outcome;
  } finally {
    signal.removeEventListener('abort', cancel);
    await (isDone && !signal.aborted ? sessions.giveBack(client) : endSession(client));
    if (request.queries.some(({ text }) => changesSessions.test(text))) sessions.endIdle();
  }
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

async function cancelQuery({ sessions, request }: SqlRun, busy: pg.Client) {
  const client = await sessions.take(request.credentials);
  await client.query('select pg_cancel_backend($1)', [processIdOf(busy)]);
  await endSession(client);
}

/** A documented property of node-postgres that its type declarations lack. */
function processIdOf(client: pg.Client): number {
  return (client as pg.Client & { processID: number }).processID;
}
