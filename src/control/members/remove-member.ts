import { eq } from 'drizzle-orm';
import { members } from '../../db/members.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { mutate } from '../mutate.ts';
import { revokeInvitationsOf } from './invitation-row.ts';
import {
  assertOtherAdmin,
  getMember,
  lockAdmins,
  memberActor,
  memberResource,
} from './member-row.ts';
import { revokePasswordResetsBy } from './password-reset-row.ts';

/** With their sessions, passkeys and the links that they handed out, at once. Never the last admin. */
export async function removeMember({ ctx, input }: VerbCall<{ id: string }>): Promise<void> {
  authorise(ctx, 'admin');
  await mutate(ctx, async (unit) => {
    const { tx, audit } = unit;
    await lockAdmins(tx);
    const before = await getMember(tx, input.id);
    if (before.role === 'admin') await assertOtherAdmin(tx, before.id);
    await revokeInvitationsOf(unit, memberActor(before.email), ctx.now());
    await revokePasswordResetsBy(tx, memberActor(before.email));
    await tx.delete(members).where(eq(members.id, before.id));
    audit({ action: 'member.remove', target: before.id, before: memberResource(before) });
  });
}
