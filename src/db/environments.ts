import { pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { counter, requiredText, stamps } from './columns.ts';

/** `version` rises in every transaction that changes what the environment serves. */
export const environments = pgTable(
  'environments',
  {
    key: requiredText('key'),
    name: requiredText('name'),
    version: counter('version'),
    ...stamps(),
  },
  (table) => [primaryKey({ name: 'environments_pkey', columns: [table.key] })],
);
