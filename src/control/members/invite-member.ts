import { eq } from 'drizzle-orm';
import { v7 as newId } from 'uuid';
import { type InviteMemberInput, inviteMemberInput } from '../../contract/access/member.ts';
import { sha256Hex } from '../../contract/fields/sha256.ts';
import { invitations, members } from '../../db/members.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { alreadyExists } from '../errors.ts';
import { exactlyOne } from '../exactly-one.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { invitationResource, revokeInvitationsTo } from './invitation-row.ts';
import { createLinkToken } from './link-token.ts';

const millisecondsOfHour = 3_600_000;

/** The answer holds the token, for the only time. An earlier invitation to the same address ends. */
export async function inviteMember({ ctx, input }: VerbCall<InviteMemberInput>) {
  authorise(ctx, 'admin');
  const { email, role, expires_in_hours } = parseInput(inviteMemberInput, input);
  const token = createLinkToken();
  const hash = await sha256Hex(token);
  const now = ctx.now();
  return mutate(ctx, async (unit) => {
    const { tx, audit } = unit;
    const known = await tx.select().from(members).where(eq(members.email, email));
    if (known.length > 0) throw alreadyExists(`a member ${email}`);
    await revokeInvitationsTo(unit, email, now);
    const row = exactlyOne(
      await tx
        .insert(invitations)
        .values({
          id: newId(),
          email,
          role,
          hash,
          invitedBy: ctx.actor.id,
          expiresAt: new Date(now.getTime() + expires_in_hours * millisecondsOfHour),
        })
        .returning(),
    );
    const resource = invitationResource(row);
    audit({ action: 'invitation.create', target: row.id, after: resource });
    return { ...resource, token };
  });
}
