import { backupPolicy } from '../../resource-policy.ts';

/** Of those that the scheduled job keeps, named by their day of UTC. */
export const nameOfDay = (day: Date): string => `daily/${day.toISOString().slice(0, 10)}.ndjson.gz`;

const named = /^daily\/\d{4}-\d{2}-\d{2}\.ndjson\.gz$/;

/** Written with one of a database that had lost tables; one without the mark is whole. */
export const markOf = (lost: readonly string[]): Record<string, string> =>
  lost.length > 0 ? { lost: lost.join(', ') } : {};

const findLost = ({ customMetadata }: R2Object): string | undefined => customMetadata?.lost;

/**
 * The oldest first. What others have put beside them is none, nor what has nothing in it; one has its name
 * only when all of it is there.
 */
export async function listBackups(bucket: R2Bucket): Promise<readonly R2Object[]> {
  const found: R2Object[] = [];
  let cursor: string | undefined;
  do {
    const page = await bucket.list({
      prefix: 'daily/',
      include: ['customMetadata'],
      ...(cursor && { cursor }),
    });
    found.push(...page.objects.filter(({ key, size }) => named.test(key) && size > 0));
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
  return found.sort((left, right) => (left.key < right.key ? -1 : 1));
}

export interface NewestBackups {
  /** When the newest whole one was kept, in milliseconds since the epoch; 0 where there is none. */
  readonly whole: number;
  /** What was kept since, of a database that had lost tables; the oldest first. */
  readonly lacking: readonly { readonly name: string; readonly lost: string }[];
}

export async function readNewestBackups(bucket: R2Bucket): Promise<NewestBackups> {
  const backups = await listBackups(bucket);
  const timesOfWhole = backups
    .filter((each) => findLost(each) === undefined)
    .map(({ uploaded }) => uploaded.getTime());
  const whole = Math.max(0, ...timesOfWhole);
  const lacking = backups.flatMap((each) => {
    const lost = findLost(each);
    const isNewer = each.uploaded.getTime() > whole;
    return lost !== undefined && isNewer ? [{ name: each.key, lost }] : [];
  });
  return { whole, lacking };
}

/** Of the newest whole one. A day was missed then, with all of its tries, and the next one's hour has come. */
export const isTooOld = (last: number, now: number): boolean =>
  now - last > backupPolicy.oldMilliseconds;
