import { findLastBackup } from '../backup/kept-backups.ts';
import { one, type Readings } from './metrics.ts';

export const readBackups = async (bucket: R2Bucket): Promise<Readings> => ({
  burgee_last_backup_timestamp_seconds: one((await findLastBackup(bucket)) / 1_000),
});
