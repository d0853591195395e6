import { jsonb, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import type { AuthoredCondition } from '../contract/flags/condition.ts';
import { requiredText, revision, timestamps } from './columns.ts';

/** A condition with a name, shared by the rules of every environment. */
export const segments = pgTable(
  'segments',
  {
    key: requiredText('key'),
    name: requiredText('name'),
    description: requiredText('description').default(''),
    conditions: jsonb('conditions').$type<AuthoredCondition>().notNull(),
    revision: revision(),
    ...timestamps(),
  },
  (table) => [primaryKey({ name: 'segments_pkey', columns: [table.key] })],
);
