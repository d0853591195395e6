import { eq } from 'drizzle-orm';
import { invitations } from '../../db/members.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { ControlError, notFound } from '../errors.ts';
import { exactlyOne } from '../exactly-one.ts';
import { mutate } from '../mutate.ts';
import { invitationResource } from './invitation-row.ts';

/** For good; revoking twice is once. */
export async function revokeInvitation({ ctx, input }: VerbCall<{ id: string }>) {
  authorise(ctx, 'admin');
  const isInvitation = eq(invitations.id, input.id);
  return mutate(ctx, async ({ tx, audit }) => {
    const [before] = await tx.select().from(invitations).where(isInvitation).for('update');
    if (!before) throw notFound(`invitation "${input.id}"`);
    if (before.acceptedAt) throw alreadyAccepted(before.email);
    if (before.revokedAt) return invitationResource(before);
    const change = { revokedAt: ctx.now() };
    const row = exactlyOne(
      await tx.update(invitations).set(change).where(isInvitation).returning(),
    );
    const [from, to] = [invitationResource(before), invitationResource(row)];
    audit({ action: 'invitation.revoke', target: row.id, before: from, after: to });
    return to;
  });
}

const alreadyAccepted = (email: string) =>
  new ControlError(
    'already_exists',
    `${email} has accepted this invitation. To take the membership away: DELETE /admin/members/<id>.`,
  );
