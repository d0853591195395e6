import { eq } from 'drizzle-orm';
import { type ChangeRoleInput, changeRoleInput } from '../../contract/access/member.ts';
import { members } from '../../db/members.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { exactlyOne } from '../exactly-one.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { revokeInvitationsOf } from './invitation-row.ts';
import {
  assertOtherAdmin,
  getMember,
  lockAdmins,
  memberActor,
  memberResource,
} from './member-row.ts';
import { revokePasswordResetsBy } from './password-reset-row.ts';

interface Input {
  readonly id: string;
  readonly change: ChangeRoleInput;
}

/** Counts from the member's next request. What links an admin handed out end with one who is none. */
export async function changeRole({ ctx, input }: VerbCall<Input>) {
  authorise(ctx, 'admin');
  const { role } = parseInput(changeRoleInput, input.change);
  return mutate(ctx, async (unit) => {
    const { tx, audit } = unit;
    await lockAdmins(tx);
    const before = await getMember(tx, input.id);
    if (before.role === role) return memberResource(before);
    if (before.role === 'admin') {
      await assertOtherAdmin(tx, before.id);
      await revokeInvitationsOf(unit, memberActor(before.email), ctx.now());
      await revokePasswordResetsBy(tx, memberActor(before.email));
    }
    const row = exactlyOne(
      await tx
        .update(members)
        .set({ role, updatedAt: ctx.now() })
        .where(eq(members.id, before.id))
        .returning(),
    );
    const [from, to] = [memberResource(before), memberResource(row)];
    audit({ action: 'member.change_role', target: row.id, before: from, after: to });
    return to;
  });
}
