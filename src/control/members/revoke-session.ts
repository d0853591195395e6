import { eq } from 'drizzle-orm';
import { members, sessions } from '../../db/members.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { notFound } from '../errors.ts';
import { mutate } from '../mutate.ts';

/** One's own, or for an admin anybody's. Counts from the next request; those of others are not there. */
export async function revokeSession({ ctx, input }: VerbCall<{ id: string }>): Promise<void> {
  authorise(ctx, 'viewer');
  await mutate(ctx, async ({ tx, audit }) => {
    const [found] = await tx
      .select({ memberId: members.id, email: members.email })
      .from(sessions)
      .innerJoin(members, eq(members.id, sessions.userId))
      .where(eq(sessions.id, input.id))
      .for('update');
    const isOwn = found !== undefined && found.memberId === ctx.actor.member?.id;
    if (!found || !(isOwn || ctx.actor.role === 'admin')) throw notFound(`session "${input.id}"`);
    await tx.delete(sessions).where(eq(sessions.id, input.id));
    audit({ action: 'session.revoke', target: input.id, before: { member: found.email } });
  });
}
