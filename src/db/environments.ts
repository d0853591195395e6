import { bigint, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { counter, requiredText, timestamps } from './columns.ts';

/**
 * `version` rises in every transaction that changes what the environment serves. While
 * `pinnedVersion` is set, it serves what it served as that version, whatever its rows say.
 */
export const environments = pgTable(
  'environments',
  {
    key: requiredText('key'),
    name: requiredText('name'),
    version: counter('version'),
    pinnedVersion: bigint('pinned_version', { mode: 'number' }),
    ...timestamps(),
  },
  (table) => [primaryKey({ name: 'environments_pkey', columns: [table.key] })],
);
