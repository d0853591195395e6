import { backupPolicy, scheduledPolicy } from '../../resource-policy.ts';
import { totalOf } from '../backup/backup-format.ts';
import { takeBackup } from '../backup/take-backup.ts';
import type { ScheduledCapabilities } from './scheduled-part.ts';
import { storeInBucket } from './store-in-bucket.ts';

const folder = 'daily/';

/**
 * One backup a day of UTC, and the newest of them. One that fails is tried again an hour later; what is
 * there under its name is whole.
 */
export async function keepBackups({ database, backups, now }: ScheduledCapabilities) {
  const at = now();
  const isItsTime =
    at.getUTCMinutes() === scheduledPolicy.hourlyMinute.backup &&
    at.getUTCHours() >= backupPolicy.fromHour;
  if (!backups || !isItsTime) return {};
  const { bucket, codeVersion } = backups;
  const name = `${folder}${at.toISOString().slice(0, 10)}.ndjson.gz`;
  if (await bucket.head(name)) return {};
  let bytes = 0;
  const summary = await takeBackup(database, { codeVersion }, async (packed) => {
    bytes = await storeInBucket(bucket, name, packed);
  });
  const forgotten = await forgetOld(bucket);
  return { kept: name, rows: totalOf(summary.rows), bytes, ...(forgotten > 0 && { forgotten }) };
}

/** Named by their day, so that the first are the oldest; fewer than a bucket lists at once. */
async function forgetOld(bucket: R2Bucket): Promise<number> {
  const { objects } = await bucket.list({ prefix: folder });
  const names = objects.map(({ key }) => key).sort();
  const old = names.slice(0, Math.max(0, names.length - backupPolicy.kept));
  if (old.length > 0) await bucket.delete(old);
  return old.length;
}
