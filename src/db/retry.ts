import { retryPolicy } from '../resource-policy.ts';
import { sleep } from '../sleep.ts';
import { classifyFailure, findRefusal } from './classify-failure.ts';

type Retry = (typeof retryPolicy)[keyof Pick<
  typeof retryPolicy,
  'unanswered' | 'session' | 'full' | 'conflict'
>];

/** Another transaction was in the way. */
const conflicts = ['40001', '40P01', '55P03'];

/** What passes by itself; undefined for what would fail again. */
export function retryFor(error: unknown): Retry | undefined {
  const refusal = findRefusal(error);
  if (refusal === undefined) {
    return classifyFailure(error) === 'unavailable' && !isTooLarge(error)
      ? retryPolicy.unanswered
      : undefined;
  }
  const { code } = refusal;
  if (code === '53300') return retryPolicy.full;
  if (conflicts.includes(code)) return retryPolicy.conflict;
  return code.startsWith('08') || code.startsWith('57P') ? retryPolicy.session : undefined;
}

/** Neon's limit of a request or an answer: it will be as large the next time. */
const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && /HTTP status (413|507)/.test(error.message);

/** Runs what may be done twice, until it succeeds or the budget is spent. Throws the last failure. */
export const retryRead = <T>(read: () => Promise<T>): Promise<T> => retry(read, retryFor);

/**
 * The same of a whole transaction, where Postgres says that it was rolled back as another was in its
 * way. Nothing else may be tried again: it may have been committed.
 */
export const retryTransaction = <T>(transaction: () => Promise<T>): Promise<T> =>
  retry(transaction, (error) => (isConflict(error) ? retryPolicy.conflict : undefined));

const isConflict = (error: unknown): boolean => conflicts.includes(findRefusal(error)?.code ?? '');

async function retry<T>(
  attempt: () => Promise<T>,
  findRetry: (error: unknown) => Retry | undefined,
): Promise<T> {
  const startedAt = performance.now();
  for (let retries = 0; ; retries++) {
    try {
      return await attempt();
    } catch (error) {
      const retry = findRetry(error);
      if (!retry || retries >= retry.times) throw error;
      const { leastMilliseconds, mostMilliseconds } = retry;
      const delayMilliseconds =
        leastMilliseconds + Math.random() * (mostMilliseconds - leastMilliseconds);
      const spentMilliseconds = performance.now() - startedAt + delayMilliseconds;
      if (spentMilliseconds > retryPolicy.totalMilliseconds) throw error;
      await sleep(delayMilliseconds);
    }
  }
}
