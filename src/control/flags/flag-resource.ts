import type { featureFlagEnvironments, featureFlags } from '../../db/feature-flags.ts';

type FlagRow = typeof featureFlags.$inferSelect;
type FlagStateRow = typeof featureFlagEnvironments.$inferSelect;

/** A flag as `/admin` shows it: its definition, the same in every environment. */
export const flagResource = (row: FlagRow) => ({
  key: row.key,
  module: moduleOf(row.key),
  name: row.name,
  description: row.description,
  kind: row.kind,
  variants: row.variants,
  off_variant: row.offVariant,
  json_schema: row.jsonSchema,
  tags: row.tags,
  owner: row.owner,
  critical: row.critical,
  client_visible: row.clientVisible,
  permanent: row.permanent,
  status: row.status,
  revision: row.revision,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

/** What a flag does in one environment, as `/admin` shows it. */
export const flagStateResource = (row: FlagStateRow) => ({
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

/** The part of the key before the first dot groups flags; a key without one is a module itself. */
const moduleOf = (key: string): string => key.split('.', 1)[0] ?? key;
