import { readReport } from './control/usage/read-report.ts';
import { recordReports } from './control/usage/record-reports.ts';
import type { DeliveryCapabilities } from './control/webhooks/attempt-delivery.ts';
import { deliverAll } from './control/webhooks/deliver-all.ts';
import { classifyFailure } from './db/classify-failure.ts';
import { isRecord } from './engine/is-record.ts';
import { usagePolicy } from './resource-policy.ts';

interface Capabilities extends DeliveryCapabilities {
  readonly logError: (message: string, error: unknown) => void;
}

/** What a queue hands out, which is all of one kind. Never rejects. */
export async function consumeQueue(
  capabilities: Capabilities,
  batch: MessageBatch<unknown>,
): Promise<void> {
  const ids = batch.messages.flatMap(({ body }) => (isDelivery(body) ? [body.delivery] : []));
  const { errors } = await deliverAll(capabilities, ids);
  for (const error of errors) {
    capabilities.logError('a delivery to a webhook was not attempted', error);
  }
  const reports = batch.messages.filter(({ body }) => !isDelivery(body));
  await countReports(capabilities, reports);
}

const isDelivery = (body: unknown): body is { readonly delivery: string } =>
  isRecord(body) && typeof body.delivery === 'string';

/**
 * All of them at once. Where that fails, each by itself, so that one that the database does not take keeps
 * no other from being counted; what fails then comes again, later each time.
 */
async function countReports(
  { database, logError }: Capabilities,
  messages: readonly Message<unknown>[],
): Promise<void> {
  const read = messages.flatMap((message) => readMessage(message, logError));
  if (read.length === 0) return;
  const count = (some: typeof read) =>
    recordReports(
      database,
      some.map(({ report }) => report),
    );
  try {
    await count(read);
  } catch (error) {
    logError(`${read.length} reports of usage were not counted together`, error);
    const isAway = classifyFailure(error) === 'unavailable';
    for (const each of read) {
      const isCounted =
        !isAway &&
        (await count([each]).then(
          () => true,
          () => false,
        ));
      if (!isCounted) each.message.retry({ delaySeconds: delaySeconds(each.message.attempts) });
    }
  }
}

function readMessage(message: Message<unknown>, logError: Capabilities['logError']) {
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
