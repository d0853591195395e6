import type { FlagStateResource } from '../../contract/flags/flag-state.ts';
import type { FlagStateRow } from './flag-state-row.ts';

/** What a flag does in one environment, as `/admin` shows it. */
export const flagStateResource = (row: FlagStateRow): FlagStateResource => ({
  flag: row.flagKey,
  environment: row.environmentKey,
  is_enabled: row.isEnabled,
  is_killed: row.isKilled,
  rollout_percentage: row.rolloutPercentage,
  split: row.split,
  rules: row.rules,
  prerequisites: row.prerequisites,
  salt: row.salt,
  bucket_by: row.bucketBy,
  revision: row.revision,
  updated_at: row.updatedAt.toISOString(),
});
