import { eq } from 'drizzle-orm';
import { type CreateFirstAdminInput, createFirstAdminInput } from '../../contract/access/member.ts';
import { members } from '../../db/members.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { alreadyExists, notBySecret } from '../errors.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { insertMember, lockAdmins, memberResource } from './member-row.ts';
import { hashPassword } from './password-hash.ts';

/** By ADMIN_SECRET alone, and only while no member is an admin. */
export async function createFirstAdmin({ ctx, input }: VerbCall<CreateFirstAdminInput>) {
  authorise(ctx, 'admin', 'or by secret');
  if (ctx.actor.only !== 'secret') throw notBySecret();
  const { password, ...wanted } = parseInput(createFirstAdminInput, input);
  const passwordHash = await hashPassword(password);
  return mutate(ctx, async ({ tx, audit }) => {
    await lockAdmins(tx);
    const admins = tx.select({ id: members.id }).from(members).where(eq(members.role, 'admin'));
    if ((await admins.limit(1)).length > 0) {
      throw alreadyExists('an admin. Let them invite you: POST /admin/invitations');
    }
    const row = await insertMember(tx, { ...wanted, role: 'admin', passwordHash });
    const resource = memberResource(row);
    audit({ action: 'member.create', target: row.id, after: resource });
    return resource;
  });
}
