import { classifyFailure } from '../../db/classify-failure.ts';
import type { Database } from '../../db/connect.ts';
import { usagePolicy } from '../../resource-policy.ts';
import type { EdgeReport } from '../../usage/edge-report.ts';
import { readReport } from './read-report.ts';
import { recordReports } from './record-reports.ts';

interface Capabilities {
  readonly database: Pick<Database, 'transaction'>;
  readonly logError: (message: string, error: unknown) => void;
}

/**
 * All of them at once. Where that fails, each by itself, so that one that the database does not take keeps
 * no other from being counted; what fails then comes again, later each time. What is no report is dropped.
 * Never rejects.
 */
export async function countReports(
  { database, logError }: Capabilities,
  messages: readonly Message<unknown>[],
): Promise<void> {
  const read = messages.flatMap((message) => readMessage(message, logError));
  if (read.length === 0) return;
  try {
    await count(database, read);
  } catch (error) {
    logError(`${read.length} reports of usage were not counted together`, error);
    const isAway = classifyFailure(error) === 'unavailable';
    const left = isAway ? read : await countEach({ database, logError }, read);
    for (const { message } of left) {
      message.retry({ delaySeconds: delaySeconds(message.attempts) });
    }
  }
}

interface ReadMessage {
  readonly message: Message<unknown>;
  readonly report: EdgeReport;
}

const count = (database: Capabilities['database'], read: readonly ReadMessage[]) =>
  recordReports(
    database,
    read.map(({ report }) => report),
  );

/** Those that could not be counted by themselves either. */
async function countEach(
  { database, logError }: Capabilities,
  read: readonly ReadMessage[],
): Promise<readonly ReadMessage[]> {
  const left: ReadMessage[] = [];
  for (const each of read) {
    try {
      await count(database, [each]);
    } catch (error) {
      logError(`the report of usage ${each.report.id} was not counted`, error);
      left.push(each);
    }
  }
  return left;
}

function readMessage(
  message: Message<unknown>,
  logError: Capabilities['logError'],
): readonly ReadMessage[] {
  try {
    return [{ message, report: readReport(message.body) }];
  } catch (error) {
    logError('a message of the usage queue is no report, and is dropped', error);
    return [];
  }
}

/** Half of it at random, so that what failed together comes back apart. */
function delaySeconds(attempts: number): number {
  const { firstSeconds, mostSeconds } = usagePolicy.retry;
  const most = Math.min(mostSeconds, firstSeconds * 2 ** (attempts - 1));
  return Math.ceil(most * (0.5 + Math.random() / 2));
}
