import { readNewestBackups } from '../backup/kept-backups.ts';
import { one, type Readings } from './metrics.ts';

export const readBackups = async (bucket: R2Bucket): Promise<Readings> => ({
  burgee_last_backup_timestamp_seconds: one((await readNewestBackups(bucket)).whole / 1_000),
});
