import { and, eq, gt, isNull } from 'drizzle-orm';
import { linkTo } from '../../contract/access/link-to.ts';
import { inviteMember } from '../../control/members/invite-member.ts';
import { invitations, members } from '../../db/members.ts';
import { contextOf } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
import { findUrl } from './deployment-step.ts';
import { due, type Ground, type Look, present, type Step } from './step.ts';

/** By invitation, so that nobody but they ever knows the password. */
export const firstAdminStep: Step = {
  id: 'first_admin',
  title: 'First admin',
  does: 'invites whom --admin names, or else whoever is logged in to Cloudflare',
  needs: ['migrations', 'deployment'],
  look,
  carryOut: async (ground) => {
    const email = await readEmail(ground);
    const input = { email, role: 'admin' } as const;
    const { token } = await inviteMember({ ctx: contextOf(ground.call), input });
    ground.kept.keep(
      'FIRST_ADMIN_LINK',
      linkTo('invitation', { url: findUrl(ground) ?? '', token }),
    );
    return `invited ${email}; the link is good for a week, once`;
  },
};

async function look(ground: Ground): Promise<Look> {
  const { reads } = ground.call.database;
  const [admin] = await reads
    .select({ email: members.email })
    .from(members)
    .where(eq(members.role, 'admin'))
    .limit(1);
  if (admin !== undefined) return present(`${admin.email} is an admin`);
  const [invited] = await reads
    .select({ email: invitations.email })
    .from(invitations)
    .where(isOpen(ground.call.now()))
    .limit(1);
  const isLinkLost = ground.kept.find('FIRST_ADMIN_LINK') === undefined;
  if (invited === undefined || (isLinkLost && ground.adminEmail)) return due(firstAdminStep.does);
  return present(`${invited.email} is invited, and has not come yet`);
}

const isOpen = (now: Date) =>
  and(
    eq(invitations.role, 'admin'),
    isNull(invitations.acceptedAt),
    isNull(invitations.revokedAt),
    gt(invitations.expiresAt, now),
  );

async function readEmail({ adminEmail, readAccount }: Ground): Promise<string> {
  const email = adminEmail ?? (await readAccount()).email;
  if (email !== undefined) return email;
  throw new FailureError({
    code: 'usage',
    exitCode: exitCodes.usage,
    message: 'It is not said who is to be the first admin.',
    wayOut: 'Write --admin <e-mail>.',
  });
}
