import { backupPolicy, scheduledPolicy } from '../../resource-policy.ts';
import { totalOf } from '../backup/backup-format.ts';
import { listBackups, markOf, nameOfDay } from '../backup/kept-backups.ts';
import { takeBackup } from '../backup/take-backup.ts';
import type { ScheduledCapabilities } from './scheduled-part.ts';
import { storeInBucket } from './store-in-bucket.ts';

/**
 * One backup a day of UTC, and the newest of them. One that fails is tried again an hour later; what is
 * there under its name ends where it should. One of a database that has lost what it cannot be without is marked,
 * and takes no other's place.
 */
export async function keepBackups({ database, backups, now }: ScheduledCapabilities) {
  const at = now();
  const isItsTime =
    at.getUTCMinutes() === scheduledPolicy.hourlyMinute.backup &&
    at.getUTCHours() >= backupPolicy.fromHour;
  if (!backups || !isItsTime) return {};
  const { bucket, codeVersion } = backups;
  const name = nameOfDay(at);
  if ((await bucket.head(name))?.size) return {};
  let bytes = 0;
  let lost: readonly string[] = [];
  const { rows } = await takeBackup(database, { codeVersion }, async (packed, missing) => {
    lost = missing;
    bytes = await storeInBucket(bucket, name, { packed, mark: markOf(lost) });
  });
  const kept = { kept: name, rows: totalOf(rows), bytes };
  if (lost.length > 0) return { ...kept, lost };
  const forgotten = await forgetOld(bucket);
  return { ...kept, ...(forgotten > 0 && { forgotten }) };
}

async function forgetOld(bucket: R2Bucket): Promise<number> {
  const names = (await listBackups(bucket)).map(({ key }) => key);
  const old = names.slice(0, Math.max(0, names.length - backupPolicy.kept));
  if (old.length > 0) await bucket.delete(old);
  return old.length;
}
