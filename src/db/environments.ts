import { bigint, boolean, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { counter, requiredText, revision, timestamps } from './columns.ts';

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
    /** Client keys are then answered only with a context that a backend signed. */
    requiresSignedContext: boolean('requires_signed_context').notNull().default(false),
    /** Of what a person may change here; `version` is what the edge goes by. */
    revision: revision(),
    ...timestamps(),
  },
  (table) => [primaryKey({ name: 'environments_pkey', columns: [table.key] })],
);
