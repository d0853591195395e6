import { foreignKey, index, jsonb, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import type { JsonObject } from '../engine/json.ts';
import { createdAt, instant, requiredText } from './columns.ts';
import { environments } from './environments.ts';

/**
 * With what a backend signs the contexts of its users. The half kept here is public, a JWK: it
 * proves a signature and makes none. `id` is the `kid` of the tokens.
 */
export const contextKeys = pgTable(
  'context_keys',
  {
    id: requiredText('id'),
    environmentKey: requiredText('environment_key'),
    name: requiredText('name'),
    publicKey: jsonb('public_key').$type<JsonObject>().notNull(),
    revokedAt: instant('revoked_at'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ name: 'context_keys_pkey', columns: [table.id] }),
    index('context_keys_environment_key_idx').on(table.environmentKey),
    foreignKey({
      name: 'context_keys_environment_key_fkey',
      columns: [table.environmentKey],
      foreignColumns: [environments.key],
    }).onDelete('cascade'),
  ],
);
