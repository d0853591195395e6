import { eq } from 'drizzle-orm';
import { type ResetPasswordInput, resetPasswordInput } from '../../contract/access/member.ts';
import { sha256Hex } from '../../contract/fields/sha256.ts';
import type { Queryable } from '../../db/connect.ts';
import { members, sessions, verifications } from '../../db/members.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { ControlError } from '../errors.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { memberActor, putPassword } from './member-row.ts';
import { hashPassword } from './password-hash.ts';
import { memberOfPasswordReset, passwordResetIdentifier } from './password-reset-row.ts';

/** For whoever has the link, once. Ends every log-in of the member; passkeys stay. */
export async function resetPassword({ ctx, input }: VerbCall<ResetPasswordInput>): Promise<void> {
  authorise(ctx, 'visitor');
  const { token, password } = parseInput(resetPasswordInput, input);
  const identifier = passwordResetIdentifier(await sha256Hex(token));
  // Nobody makes us stretch passwords who has no link.
  await getOpen(ctx.database.current, identifier, ctx.now());
  const passwordHash = await hashPassword(password);
  await mutate(ctx, async ({ tx, audit }) => {
    const { id, email } = await getOpen(tx, identifier, ctx.now());
    await putPassword(tx, { memberId: id, passwordHash });
    await tx.delete(sessions).where(eq(sessions.userId, id));
    await tx.delete(verifications).where(eq(verifications.identifier, identifier));
    audit({ actor: memberActor(email), action: 'member.reset_password', target: id });
  });
}

/** The member whose it is. One message for all that is wrong. In a transaction, locked to its end. */
async function getOpen(db: Queryable, identifier: string, now: Date) {
  const isIt = eq(verifications.identifier, identifier);
  const [reset] = await db.select().from(verifications).where(isIt).for('update');
  const isOpen = reset !== undefined && reset.expiresAt > now;
  const id = isOpen ? memberOfPasswordReset(reset.value) : '';
  const [member] = await db
    .select({ id: members.id, email: members.email })
    .from(members)
    .where(eq(members.id, id))
    .for('update');
  if (member) return member;
  throw new ControlError(
    'not_found',
    'This link does not count: it was used, has run out or given way to a newer one, or never was one. Ask an admin for another.',
  );
}
