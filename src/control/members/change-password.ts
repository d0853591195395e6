import { and, eq, ne } from 'drizzle-orm';
import { type ChangePasswordInput, changePasswordInput } from '../../contract/access/member.ts';
import { accounts, sessions } from '../../db/members.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { ControlError } from '../errors.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { passwordProvider } from './member-row.ts';
import { getOwnId } from './own.ts';
import { hashPassword, verifyPassword } from './password-hash.ts';

/** One's own, which ends every other log-in of one's own. */
export async function changePassword({ ctx, input }: VerbCall<ChangePasswordInput>): Promise<void> {
  authorise(ctx, 'viewer');
  const { current_password, new_password } = parseInput(changePasswordInput, input);
  const id = getOwnId(ctx);
  const isOwn = and(eq(accounts.userId, id), eq(accounts.providerId, passwordProvider));
  await mutate(ctx, async ({ tx, audit }) => {
    const [account] = await tx.select().from(accounts).where(isOwn).for('update');
    const hash = account?.password ?? '';
    if (!(await verifyPassword({ password: current_password, hash }))) throw notCurrent();
    const password = await hashPassword(new_password);
    await tx.update(accounts).set({ password, updatedAt: ctx.now() }).where(isOwn);
    const current = ctx.actor.member?.sessionId ?? '';
    await tx.delete(sessions).where(and(eq(sessions.userId, id), ne(sessions.id, current)));
    audit({ action: 'member.change_password', target: id });
  });
}

const notCurrent = () =>
  new ControlError('forbidden', 'current_password is not your password. Nothing was changed.');
