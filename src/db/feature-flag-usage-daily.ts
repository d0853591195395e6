import { date, index, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { usageColumns } from './feature-flag-usage.ts';

/** What hourly rows become when they are old: evaluations of one day, in UTC. See `featureFlagUsage`. */
export const featureFlagUsageDaily = pgTable(
  'feature_flag_usage_daily',
  {
    day: date('day', { mode: 'string' }).notNull(),
    ...usageColumns(),
  },
  (table) => [
    primaryKey({
      name: 'feature_flag_usage_daily_pkey',
      columns: [
        table.environmentKey,
        table.flagKey,
        table.day,
        table.variant,
        table.reason,
        table.organisationId,
      ],
    }),
    index('feature_flag_usage_daily_day_idx').on(table.day),
  ],
);
