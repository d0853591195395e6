import { bigint, customType, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, requiredText } from './columns.ts';

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

/**
 * What an environment has served, a row for each run of versions with one content: flags and
 * segments, no keys. Without foreign keys, as it has to outlive the rows that it helps to replace.
 */
export const snapshotHistory = pgTable(
  'snapshot_history',
  {
    environmentKey: requiredText('environment_key'),
    /** The first version that had this content. */
    version: bigint('version', { mode: 'number' }).notNull(),
    lastVersion: bigint('last_version', { mode: 'number' }).notNull(),
    /** JSON, compressed with gzip. */
    content: bytes('content').notNull(),
    /** SHA-256 of the JSON in hex. */
    checksum: text('checksum').notNull(),
    flags: bigint('flags', { mode: 'number' }).notNull(),
    segments: bigint('segments', { mode: 'number' }).notNull(),
    publishedAt: instant('published_at').notNull(),
    /** The last entry of the audit log that concerned the environment when this was published. */
    auditSeq: bigint('audit_seq', { mode: 'number' }),
  },
  (table) => [
    primaryKey({ name: 'snapshot_history_pkey', columns: [table.environmentKey, table.version] }),
  ],
);
