import { foreignKey, index, pgEnum, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { overrideScopes } from '../contract/flags/override.ts';
import { instant, requiredText, revision, timestamps } from './columns.ts';
import { featureFlagEnvironments } from './feature-flags.ts';

export const overrideScope = pgEnum('override_scope', overrideScopes);

/** One subject is served one variant, until it expires. */
export const featureFlagOverrides = pgTable(
  'feature_flag_overrides',
  {
    id: requiredText('id'),
    environmentKey: requiredText('environment_key'),
    flagKey: requiredText('flag_key'),
    scope: overrideScope('scope').notNull(),
    subject: requiredText('subject'),
    variant: requiredText('variant'),
    reason: text('reason'),
    expiresAt: instant('expires_at'),
    revision: revision(),
    ...timestamps(),
  },
  (table) => [
    primaryKey({ name: 'feature_flag_overrides_pkey', columns: [table.id] }),
    unique('feature_flag_overrides_subject_key').on(
      table.environmentKey,
      table.flagKey,
      table.scope,
      table.subject,
    ),
    foreignKey({
      name: 'feature_flag_overrides_flag_environment_fkey',
      columns: [table.environmentKey, table.flagKey],
      foreignColumns: [featureFlagEnvironments.environmentKey, featureFlagEnvironments.flagKey],
    }).onDelete('cascade'),
    index('feature_flag_overrides_scope_subject_idx').on(table.scope, table.subject),
  ],
);
