import { bigint, index, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { instant, requiredText } from './columns.ts';

/** Of what, and how many. The empty string stands for "no organisation", as a key column cannot be null. */
export const usageColumns = () => ({
  environmentKey: requiredText('environment_key'),
  flagKey: requiredText('flag_key'),
  variant: requiredText('variant'),
  reason: requiredText('reason'),
  organisationId: requiredText('organisation_id').default(''),
  evaluations: bigint('evaluations', { mode: 'number' }).notNull(),
});

/** Evaluations in one hour, never by user. Rows outlive their flag, so no foreign key. */
export const featureFlagUsage = pgTable(
  'feature_flag_usage',
  {
    hour: instant('hour').notNull(),
    ...usageColumns(),
  },
  (table) => [
    primaryKey({
      name: 'feature_flag_usage_pkey',
      columns: [
        table.environmentKey,
        table.flagKey,
        table.hour,
        table.variant,
        table.reason,
        table.organisationId,
      ],
    }),
    index('feature_flag_usage_hour_idx').on(table.hour),
  ],
);
