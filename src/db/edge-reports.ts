import { bigint, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, requiredText } from './columns.ts';

/** Reports of isolates that were counted. A queue delivers at least once, so that a second time counts for nothing. */
export const edgeReports = pgTable(
  'edge_reports',
  {
    id: text('id').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'edge_reports_pkey', columns: [table.id] }),
    index('edge_reports_received_at_idx').on(table.receivedAt),
  ],
);

/**
 * What only ever rises, over all isolates: answers by source, evaluations by reason, reports by how long
 * they were under way; and the instant since when a location is in use (`awake_since`).
 */
export const edgeTotals = pgTable(
  'edge_totals',
  {
    environmentKey: requiredText('environment_key'),
    /** What is counted. */
    name: requiredText('name'),
    /** Which kind of it. */
    label: requiredText('label'),
    total: bigint('total', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({
      name: 'edge_totals_pkey',
      columns: [table.environmentKey, table.name, table.label],
    }),
  ],
);

/**
 * Organisations that were evaluated for. Whoever has a client key can make some up: beyond a number of
 * them, new ones are counted together.
 */
export const usageOrganisations = pgTable(
  'usage_organisations',
  {
    environmentKey: requiredText('environment_key'),
    organisationId: requiredText('organisation_id'),
    lastSeenAt: instant('last_seen_at').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'usage_organisations_pkey',
      columns: [table.environmentKey, table.organisationId],
    }),
  ],
);
