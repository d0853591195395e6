import { getTableColumns } from 'drizzle-orm';
import { apiKeys } from '../../db/api-keys.ts';

const { hash, ...withoutHash } = getTableColumns(apiKeys);

/** What is ever selected of a key: everything but its hash. */
export const keyColumns = withoutHash;

type KeyRow = Omit<typeof apiKeys.$inferSelect, 'hash'>;

/** A key as `/admin` shows it: never the key itself. */
export const keyResource = (row: KeyRow) => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  environment: row.environmentKey,
  role: row.role,
  prefix: row.prefix,
  allowed_origins: row.allowedOrigins,
  created_at: row.createdAt.toISOString(),
  revoked_at: row.revokedAt?.toISOString() ?? null,
});
