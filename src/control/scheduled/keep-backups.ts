import { backupPolicy, scheduledPolicy } from '../../resource-policy.ts';
import { type BackupSummary, totalOf } from '../backup/backup-format.ts';
import { listBackups, nameOfDay } from '../backup/kept-backups.ts';
import { takeBackup } from '../backup/take-backup.ts';
import type { ScheduledCapabilities } from './scheduled-part.ts';
import { storeInBucket } from './store-in-bucket.ts';

/**
 * One backup a day of UTC, and the newest of them. One that fails is tried again an hour later; what is
 * there under its name is whole. One of a database that has lost what it cannot be without takes no other's place.
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
  const summary = await takeBackup(database, { codeVersion }, async (packed) => {
    bytes = await storeInBucket(bucket, name, packed);
  });
  const kept = { kept: name, rows: totalOf(summary.rows), bytes };
  const lost = listLost(summary);
  if (lost.length > 0) return { ...kept, lost };
  const forgotten = await forgetOld(bucket);
  return { ...kept, ...(forgotten > 0 && { forgotten }) };
}

/** Tables that are gone, or that are never without rows: what was kept before may be all that is left. */
const listLost = ({ head, rows }: BackupSummary): readonly string[] => [
  ...head.missing,
  ...(rows.environments === 0 ? ['environments'] : []),
];

async function forgetOld(bucket: R2Bucket): Promise<number> {
  const names = (await listBackups(bucket)).map(({ key }) => key);
  const old = names.slice(0, Math.max(0, names.length - backupPolicy.kept));
  if (old.length > 0) await bucket.delete(old);
  return old.length;
}
