import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import { roles } from '../contract/access/api-key.ts';
import { keyKinds } from '../contract/access/key-format.ts';
import { createdAt, instant, requiredText } from './columns.ts';
import { environments } from './environments.ts';

export const keyKind = pgEnum('key_kind', keyKinds);
export const role = pgEnum('role', roles);

/** A key itself is shown once and never stored: `hash` is its SHA-256 in hex. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: requiredText('id'),
    kind: keyKind('kind').notNull(),
    name: requiredText('name'),
    environmentKey: text('environment_key'),
    role: role('role'),
    prefix: requiredText('prefix'),
    hash: requiredText('hash'),
    allowedOrigins: text('allowed_origins').array().notNull().default(sql`'{}'::text[]`),
    /** Where it was rotated: until then both it and its successor are good. */
    expiresAt: instant('expires_at'),
    replacedBy: text('replaced_by'),
    /** To the hour, as most requests never reach the database. */
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ name: 'api_keys_pkey', columns: [table.id] }),
    unique('api_keys_hash_key').on(table.hash),
    index('api_keys_environment_key_idx').on(table.environmentKey),
    foreignKey({
      name: 'api_keys_environment_key_fkey',
      columns: [table.environmentKey],
      foreignColumns: [environments.key],
    }).onDelete('cascade'),
    check(
      'api_keys_scope_check',
      sql`(${table.kind} = 'admin') = (${table.environmentKey} is null) and (${table.kind} = 'admin') = (${table.role} is not null)`,
    ),
  ],
);
