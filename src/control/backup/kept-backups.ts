import { backupPolicy } from '../../resource-policy.ts';

/** Of those that the scheduled job keeps, named by their day of UTC. */
export const nameOfDay = (day: Date): string => `daily/${day.toISOString().slice(0, 10)}.ndjson.gz`;

const named = /^daily\/\d{4}-\d{2}-\d{2}\.ndjson\.gz$/;

/**
 * The oldest first. What others have put beside them is none, nor what has nothing in it; one has its name
 * only when it is whole.
 */
export async function listBackups(bucket: R2Bucket): Promise<readonly R2Object[]> {
  const found: R2Object[] = [];
  let cursor: string | undefined;
  do {
    const page = await bucket.list({ prefix: 'daily/', ...(cursor && { cursor }) });
    found.push(...page.objects.filter(({ key, size }) => named.test(key) && size > 0));
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
  return found.sort((left, right) => (left.key < right.key ? -1 : 1));
}

/** Milliseconds; 0 where there is none. */
export async function findLastBackup(bucket: R2Bucket): Promise<number> {
  const backups = await listBackups(bucket);
  return Math.max(0, ...backups.map(({ uploaded }) => uploaded.getTime()));
}

/** Of the newest. A day was missed then, with all of its tries, and the next one's hour has come. */
export const isTooOld = (last: number, now: number): boolean =>
  now - last > backupPolicy.oldMilliseconds;
