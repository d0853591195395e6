import { eq } from 'drizzle-orm';
import type { MeResource } from '../../contract/access/member.ts';
import { members } from '../../db/members.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { memberResource } from './member-row.ts';

/** Who asks, and what they may do. Without the database for ADMIN_SECRET. */
export async function getMe({ ctx }: VerbCall): Promise<MeResource> {
  authorise(ctx, 'viewer', 'or by secret');
  const { id, role, only, member } = ctx.actor;
  const [row] = member
    ? await ctx.database.current.select().from(members).where(eq(members.id, member.id))
    : [];
  return {
    actor: id,
    role,
    is_secret: only === 'secret',
    member: row ? memberResource(row) : null,
  };
}
