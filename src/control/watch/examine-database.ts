import type { SchemaReport } from '../../contract/health/schema-report.ts';
import { isLocked } from '../../db/classify-failure.ts';
import type { Database } from '../../db/connect.ts';
import { watchPolicy } from '../../resource-policy.ts';
import { readTruth } from '../../schema/truth.ts';
import { answeredWithin } from '../../snapshot/answered-within.ts';
import type { WatchMemory } from '../../watchman/watch-memory.ts';
import { describeTruth } from '../schema/describe-truth.ts';
import { type Facts, readFacts } from './read-facts.ts';

/** What Postgres tells of itself. Neither of the two, where it does not answer. */
export interface DatabaseFindings {
  readonly report?: SchemaReport;
  readonly facts?: Facts;
  /** Of the statement that tells the facts. */
  readonly milliseconds: number;
  /** It answers, but somebody holds a table that it cannot be told without. */
  readonly isBusy: boolean;
}

/** Never rejects, writes nothing. */
export async function examineDatabase(
  database: Pick<Database, 'current'>,
  memory: WatchMemory,
  now: Date,
): Promise<DatabaseFindings> {
  const startedAt = performance.now();
  let milliseconds = 0;
  const askForFacts = async () => {
    const facts = await readFacts(database.current, memory);
    milliseconds = Math.round(performance.now() - startedAt);
    return facts;
  };
  const askForTruth = async () => describeTruth(await readTruth(database.current, now.getTime()));
  const [facts, report] = await Promise.allSettled([
    answeredWithin(askForFacts(), watchPolicy.databaseMilliseconds),
    answeredWithin(askForTruth(), watchPolicy.databaseMilliseconds),
  ]);
  const isHeld = [facts, report].some((end) => end.status === 'rejected' && isLocked(end.reason));
  return {
    ...(facts.status === 'fulfilled' && { facts: facts.value }),
    ...(report.status === 'fulfilled' && { report: report.value }),
    milliseconds,
    isBusy: isHeld || facts.status !== report.status,
  };
}
