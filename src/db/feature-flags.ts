import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  jsonb,
  numeric,
  pgEnum,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import { flagKinds, flagStatuses } from '../contract/flags/flag.ts';
import type { AuthoredRule } from '../contract/flags/rule.ts';
import type { StaleThresholds } from '../contract/flags/staleness.ts';
import type { JsonObject } from '../engine/json.ts';
import type { Prerequisite, Share, Variant } from '../engine/snapshot.ts';
import { requiredText, revision, timestamps } from './columns.ts';
import { environments } from './environments.ts';

export const flagKind = pgEnum('flag_kind', flagKinds);
export const flagStatus = pgEnum('flag_status', flagStatuses);

/** What a flag is, in every environment. */
export const featureFlags = pgTable(
  'feature_flags',
  {
    key: requiredText('key'),
    name: requiredText('name'),
    description: requiredText('description').default(''),
    kind: flagKind('kind').notNull(),
    variants: jsonb('variants').$type<Variant[]>().notNull(),
    offVariant: requiredText('off_variant'),
    jsonSchema: jsonb('json_schema').$type<JsonObject>(),
    tags: text('tags').array().notNull().default(sql`'{}'::text[]`),
    owner: text('owner'),
    critical: boolean('critical').notNull().default(false),
    clientVisible: boolean('client_visible').notNull().default(false),
    permanent: boolean('permanent').notNull().default(false),
    /** Where they differ from those of the project. */
    staleThresholds: jsonb('stale_thresholds').$type<Partial<StaleThresholds>>(),
    status: flagStatus('status').notNull().default('active'),
    revision: revision(),
    ...timestamps(),
  },
  (table) => [
    primaryKey({ name: 'feature_flags_pkey', columns: [table.key] }),
    index('feature_flags_status_idx').on(table.status),
    check('feature_flags_key_check', sql`${table.key} ~ '^[a-z0-9][a-z0-9._-]{0,99}$'`),
  ],
);

/** What a flag does in one environment. Percentages are exact to a thousandth. */
export const featureFlagEnvironments = pgTable(
  'feature_flag_environments',
  {
    flagKey: requiredText('flag_key'),
    environmentKey: requiredText('environment_key'),
    isEnabled: boolean('is_enabled').notNull().default(false),
    isKilled: boolean('is_killed').notNull().default(false),
    rolloutPercentage: numeric('rollout_percentage', { precision: 6, scale: 3, mode: 'number' })
      .notNull()
      .default(100),
    split: jsonb('split').$type<Share[]>().notNull(),
    rules: jsonb('rules').$type<AuthoredRule[]>().notNull().default([]),
    prerequisites: jsonb('prerequisites').$type<Prerequisite[]>().notNull().default([]),
    salt: requiredText('salt'),
    bucketBy: requiredText('bucket_by').default('user_id'),
    revision: revision(),
    ...timestamps(),
  },
  (table) => [
    primaryKey({
      name: 'feature_flag_environments_pkey',
      columns: [table.environmentKey, table.flagKey],
    }),
    foreignKey({
      name: 'feature_flag_environments_flag_key_fkey',
      columns: [table.flagKey],
      foreignColumns: [featureFlags.key],
    }).onDelete('cascade'),
    foreignKey({
      name: 'feature_flag_environments_environment_key_fkey',
      columns: [table.environmentKey],
      foreignColumns: [environments.key],
    }).onDelete('cascade'),
    index('feature_flag_environments_flag_key_idx').on(table.flagKey),
    check(
      'feature_flag_environments_rollout_check',
      sql`${table.rolloutPercentage} between 0 and 100`,
    ),
  ],
);
