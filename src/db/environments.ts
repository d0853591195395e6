import { pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { counter, requiredText, timestamps } from './columns.ts';

/** `version` rises in every transaction that changes what the environment serves. */
export const environments = pgTable(
  'environments',
  {
    key: requiredText('key'),
    name: requiredText('name'),
    version: counter('version'),
    ...timestamps(),
  },
  (table) => [primaryKey({ name: 'environments_pkey', columns: [table.key] })],
);
