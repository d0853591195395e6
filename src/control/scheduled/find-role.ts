import { and, eq } from 'drizzle-orm';
import type { Role } from '../../contract/access/api-key.ts';
import { apiKeys } from '../../db/api-keys.ts';
import type { Queryable } from '../../db/connect.ts';
import { members } from '../../db/members.ts';

/** More often than any key is rotated; bounds the walk from successor to successor. */
const maxRotations = 100;

/** What an actor of the audit log may do now; undefined for one who may do nothing any more. */
export async function findRole(db: Queryable, actor: string, now: Date): Promise<Role | undefined> {
  if (actor === 'admin-secret') return 'admin';
  const [, kind, id = ''] = /^(key|member):(.+)$/.exec(actor) ?? [];
  if (kind === 'key') return findKeyRole(db, id, now);
  if (kind !== 'member') return undefined;
  const [member] = await db
    .select({ role: members.role })
    .from(members)
    .where(eq(members.email, id));
  return member?.role;
}

/** Where a key was rotated, its successor stands for it. */
async function findKeyRole(db: Queryable, first: string, now: Date): Promise<Role | undefined> {
  let id: string | null = first;
  for (let rotations = 0; id !== null && rotations < maxRotations; rotations++) {
    const [key]: (typeof apiKeys.$inferSelect)[] = await db
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.id, id), eq(apiKeys.kind, 'admin')));
    if (!key || key.revokedAt !== null) return undefined;
    if (key.expiresAt === null || key.expiresAt > now) return key.role ?? undefined;
    id = key.replacedBy;
  }
  return undefined;
}
