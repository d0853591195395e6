import {
  bigint,
  boolean,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import { role } from './api-keys.ts';
import { createdAt, instant, requiredText, timestamps } from './columns.ts';

/** Who may log in. The property names of these tables are those that better-auth asks for. */
export const members = pgTable(
  'members',
  {
    id: requiredText('id'),
    name: requiredText('name'),
    email: requiredText('email'),
    emailVerified: boolean('email_verified').notNull().default(false),
    image: text('image'),
    role: role('role').notNull().default('viewer'),
    ...timestamps(),
  },
  (table) => [
    primaryKey({ name: 'members_pkey', columns: [table.id] }),
    unique('members_email_key').on(table.email),
  ],
);

/** A log-in that lasts; `token` is what the cookie carries, signed. */
export const sessions = pgTable(
  'sessions',
  {
    id: requiredText('id'),
    token: requiredText('token'),
    userId: requiredText('user_id'),
    expiresAt: instant('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    ...timestamps(),
  },
  (table) => [
    primaryKey({ name: 'sessions_pkey', columns: [table.id] }),
    unique('sessions_token_key').on(table.token),
    index('sessions_user_id_idx').on(table.userId),
    foreignKey({
      name: 'sessions_user_id_fkey',
      columns: [table.userId],
      foreignColumns: [members.id],
    }).onDelete('cascade'),
  ],
);

/** A way in: a password, as its hash, or an account at GitHub or Google. */
export const accounts = pgTable(
  'accounts',
  {
    id: requiredText('id'),
    userId: requiredText('user_id'),
    providerId: requiredText('provider_id'),
    accountId: requiredText('account_id'),
    password: text('password'),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text('scope'),
    ...timestamps(),
  },
  (table) => [
    primaryKey({ name: 'accounts_pkey', columns: [table.id] }),
    unique('accounts_provider_key').on(table.providerId, table.accountId),
    index('accounts_user_id_idx').on(table.userId),
    foreignKey({
      name: 'accounts_user_id_fkey',
      columns: [table.userId],
      foreignColumns: [members.id],
    }).onDelete('cascade'),
  ],
);

/** What better-auth remembers between two steps of a log-in. */
export const verifications = pgTable(
  'verifications',
  {
    id: requiredText('id'),
    identifier: requiredText('identifier'),
    value: requiredText('value'),
    expiresAt: instant('expires_at').notNull(),
    ...timestamps(),
  },
  (table) => [
    primaryKey({ name: 'verifications_pkey', columns: [table.id] }),
    index('verifications_identifier_idx').on(table.identifier),
  ],
);

export const passkeys = pgTable(
  'passkeys',
  {
    id: requiredText('id'),
    name: text('name'),
    userId: requiredText('user_id'),
    publicKey: requiredText('public_key'),
    credentialID: requiredText('credential_id'),
    counter: bigint('counter', { mode: 'number' }).notNull(),
    deviceType: requiredText('device_type'),
    backedUp: boolean('backed_up').notNull(),
    transports: text('transports'),
    aaguid: text('aaguid'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ name: 'passkeys_pkey', columns: [table.id] }),
    unique('passkeys_credential_id_key').on(table.credentialID),
    index('passkeys_user_id_idx').on(table.userId),
    foreignKey({
      name: 'passkeys_user_id_fkey',
      columns: [table.userId],
      foreignColumns: [members.id],
    }).onDelete('cascade'),
  ],
);

/** A link by which one person becomes a member, once. `hash` is the SHA-256 of its token in hex. */
export const invitations = pgTable(
  'invitations',
  {
    id: requiredText('id'),
    email: requiredText('email'),
    role: role('role').notNull(),
    hash: requiredText('hash'),
    invitedBy: requiredText('invited_by'),
    expiresAt: instant('expires_at').notNull(),
    acceptedAt: instant('accepted_at'),
    revokedAt: instant('revoked_at'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ name: 'invitations_pkey', columns: [table.id] }),
    unique('invitations_hash_key').on(table.hash),
    index('invitations_email_idx').on(table.email),
  ],
);
