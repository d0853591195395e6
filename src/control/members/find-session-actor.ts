import { and, eq, gt } from 'drizzle-orm';
import type { Database } from '../../db/connect.ts';
import { members, sessions } from '../../db/members.ts';
import type { Actor } from '../context.ts';
import { memberActor } from './member-row.ts';

/**
 * Whoever is logged in by this session, with the role that they have now: looked up with every
 * request, so that whoever is removed, demoted or logged out is so at once.
 */
export async function findSessionActor(
  { current }: Pick<Database, 'current'>,
  { token, now }: { token: string; now: Date },
): Promise<Actor | undefined> {
  const [row] = await current
    .select({
      sessionId: sessions.id,
      id: members.id,
      email: members.email,
      role: members.role,
    })
    .from(sessions)
    .innerJoin(members, eq(members.id, sessions.userId))
    .where(and(eq(sessions.token, token), gt(sessions.expiresAt, now)));
  if (!row) return undefined;
  const { id, email, role, sessionId } = row;
  return { id: memberActor(email), role, member: { id, sessionId } };
}
