import { and, eq, isNull } from 'drizzle-orm';
import { hashKey, parseKey } from '../../contract/key-format.ts';
import { apiKeys } from '../../db/api-keys.ts';
import type { Database } from '../../db/connect.ts';
import type { Actor } from '../context.ts';

/** Whoever holds this admin key. A mistyped key, or one of another kind, is refused without a look-up. */
export async function findKeyActor(database: Database, key: string): Promise<Actor | undefined> {
  if (parseKey(key)?.kind !== 'admin') return undefined;
  const [row] = await database.current
    .select({ id: apiKeys.id, role: apiKeys.role })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.hash, await hashKey(key)),
        eq(apiKeys.kind, 'admin'),
        isNull(apiKeys.revokedAt),
      ),
    );
  return row?.role ? { id: `key:${row.id}`, role: row.role } : undefined;
}
