import { desc, lt } from 'drizzle-orm';
import type { InvitationPage } from '../../contract/access/member.ts';
import { cutPage, type PageInput, pageInput } from '../../contract/fields/page.ts';
import { invitations } from '../../db/members.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { invitationResource } from './invitation-row.ts';

/** Newest first, with those that are accepted, revoked or out of date. */
export async function listInvitations({
  ctx,
  input,
}: VerbCall<PageInput>): Promise<InvitationPage> {
  authorise(ctx, 'admin');
  const { limit, cursor } = parseInput(pageInput, input);
  const found = await ctx.database.reads
    .select()
    .from(invitations)
    .where(cursor === undefined ? undefined : lt(invitations.id, cursor))
    .orderBy(desc(invitations.id))
    .limit(limit + 1);
  const { rows, nextCursor } = cutPage(found, limit);
  return { invitations: rows.map(invitationResource), next_cursor: nextCursor };
}
