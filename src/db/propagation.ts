import { bigint, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { instant, requiredText } from './columns.ts';

/** When a version was committed and published. Without foreign keys, as the edge outlives its rows. */
export const publishedVersions = pgTable(
  'published_versions',
  {
    environmentKey: requiredText('environment_key'),
    version: bigint('version', { mode: 'number' }).notNull(),
    committedAt: instant('committed_at').notNull(),
    publishedAt: instant('published_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'published_versions_pkey', columns: [table.environmentKey, table.version] }),
  ],
);

/** When a location first answered with a version, or with a later one. */
export const propagationReceipts = pgTable(
  'propagation_receipts',
  {
    environmentKey: requiredText('environment_key'),
    version: bigint('version', { mode: 'number' }).notNull(),
    /** The code of Cloudflare's data centre. */
    location: requiredText('location'),
    servedAt: instant('served_at').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'propagation_receipts_pkey',
      columns: [table.environmentKey, table.version, table.location],
    }),
  ],
);

/** Where an environment was last answered for. */
export const edgeLocations = pgTable(
  'edge_locations',
  {
    environmentKey: requiredText('environment_key'),
    location: requiredText('location'),
    lastServedAt: instant('last_served_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'edge_locations_pkey', columns: [table.environmentKey, table.location] }),
  ],
);
