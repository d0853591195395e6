import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { hashKey, parseKey } from '../../contract/access/key-format.ts';
import { apiKeys } from '../../db/api-keys.ts';
import type { Database } from '../../db/connect.ts';
import type { Actor } from '../context.ts';
import { isUseDue, noteKeyUse } from './note-key-use.ts';

export interface KeyHolder {
  readonly actor: Actor;
  /** Writes down that the key is used; absent where this hour's use is written down already. */
  readonly noteUse?: () => Promise<void>;
}

/** Whoever holds this admin key. A mistyped key, or one of another kind, is refused without a look-up. */
export async function findKeyHolder(
  database: Database,
  key: string,
): Promise<KeyHolder | undefined> {
  if (parseKey(key)?.kind !== 'admin') return undefined;
  const [row] = await database.current
    .select({ id: apiKeys.id, role: apiKeys.role, isUseDue })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.hash, await hashKey(key)),
        eq(apiKeys.kind, 'admin'),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)),
      ),
    );
  if (!row?.role) return undefined;
  const { id, role } = row;
  const actor: Actor = { id: `key:${id}`, role };
  return row.isUseDue ? { actor, noteUse: () => noteKeyUse(database.current, id) } : { actor };
}
