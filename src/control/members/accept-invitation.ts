import { eq } from 'drizzle-orm';
import { type AcceptInvitationInput, acceptInvitationInput } from '../../contract/access/member.ts';
import { sha256Hex } from '../../contract/fields/sha256.ts';
import type { Queryable } from '../../db/connect.ts';
import { invitations } from '../../db/members.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { ControlError } from '../errors.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { insertMember, memberActor, memberResource } from './member-row.ts';
import { hashPassword } from './password-hash.ts';

/** For whoever has the link, once. Address and role are the invitation's. */
export async function acceptInvitation({ ctx, input }: VerbCall<AcceptInvitationInput>) {
  authorise(ctx, 'visitor');
  const { token, name, password } = parseInput(acceptInvitationInput, input);
  const hash = await sha256Hex(token);
  // Nobody makes us stretch passwords who has no link.
  await getOpen(ctx.database.current, hash, ctx.now());
  const passwordHash = await hashPassword(password);
  return mutate(ctx, async ({ tx, audit }) => {
    const { id, email, role } = await getOpen(tx, hash, ctx.now());
    const row = await insertMember(tx, { email, name, role, passwordHash });
    await tx.update(invitations).set({ acceptedAt: ctx.now() }).where(eq(invitations.id, id));
    const resource = memberResource(row);
    const actor = memberActor(email);
    audit({ actor, action: 'invitation.accept', target: id });
    audit({ actor, action: 'member.create', target: row.id, after: resource });
    return resource;
  });
}

/** One message for all that is wrong with it. In a transaction, locked to its end. */
async function getOpen(db: Queryable, hash: string, now: Date) {
  const [row] = await db.select().from(invitations).where(eq(invitations.hash, hash)).for('update');
  if (row && !row.acceptedAt && !row.revokedAt && row.expiresAt > now) return row;
  throw new ControlError(
    'not_found',
    'This invitation does not count: it was used, revoked, has run out, or never was one. Ask for another.',
  );
}
