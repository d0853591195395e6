import { and, desc, eq, gt, lt } from 'drizzle-orm';
import {
  type ListSessionsInput,
  listSessionsInput,
  type SessionPage,
  type SessionResource,
} from '../../contract/access/member.ts';
import { cutPage } from '../../contract/fields/page.ts';
import { sessions } from '../../db/members.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { getOwnId } from './own.ts';

/** Log-ins that still count, newest first: one's own, or for an admin those of any member. */
export async function listSessions({
  ctx,
  input,
}: VerbCall<ListSessionsInput>): Promise<SessionPage> {
  authorise(ctx, 'viewer');
  const { limit, cursor, member } = parseInput(listSessionsInput, input);
  if (member !== undefined && member !== ctx.actor.member?.id) authorise(ctx, 'admin');
  const found = await ctx.database.current
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, member ?? getOwnId(ctx)),
        gt(sessions.expiresAt, ctx.now()),
        cursor === undefined ? undefined : lt(sessions.id, cursor),
      ),
    )
    .orderBy(desc(sessions.id))
    .limit(limit + 1);
  const { rows, nextCursor } = cutPage(found, limit);
  const own = ctx.actor.member?.sessionId;
  return { sessions: rows.map((row) => sessionResource(row, own)), next_cursor: nextCursor };
}

/** Never its token. */
const sessionResource = (
  row: typeof sessions.$inferSelect,
  own: string | undefined,
): SessionResource => ({
  id: row.id,
  is_current: row.id === own,
  created_at: row.createdAt.toISOString(),
  expires_at: row.expiresAt.toISOString(),
  address: row.ipAddress || null,
  user_agent: row.userAgent || null,
});
