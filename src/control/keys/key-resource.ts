import crc32 from 'crc-32';
import { getTableColumns } from 'drizzle-orm';
import type { KeyResource } from '../../contract/access/api-key.ts';
import { apiKeys } from '../../db/api-keys.ts';

const { hash, ...withoutHash } = getTableColumns(apiKeys);

/** What is ever selected of a key: everything but its hash. */
export const keyColumns = withoutHash;

export type KeyRow = Omit<typeof apiKeys.$inferSelect, 'hash'>;

export const keyResource = (row: KeyRow): KeyResource => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  environment: row.environmentKey,
  role: row.role,
  prefix: row.prefix,
  allowed_origins: row.allowedOrigins,
  revision: revisionOf(row),
  created_at: row.createdAt.toISOString(),
  last_used_at: row.lastUsedAt?.toISOString() ?? null,
  expires_at: row.expiresAt?.toISOString() ?? null,
  replaced_by: row.replacedBy,
  revoked_at: row.revokedAt?.toISOString() ?? null,
});

/**
 * A digest of what can be changed, as rows of keys count no changes: whoever has read other content is
 * refused, whoever has read the same loses nothing.
 */
export const revisionOf = ({ name, allowedOrigins }: Pick<KeyRow, 'name' | 'allowedOrigins'>) =>
  crc32.str(JSON.stringify([name, allowedOrigins])) >>> 0;
