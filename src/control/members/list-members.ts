import { asc, gt } from 'drizzle-orm';
import type { MemberPage } from '../../contract/access/member.ts';
import { cutPage, type PageInput, pageInput } from '../../contract/fields/page.ts';
import { members } from '../../db/members.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { memberResource } from './member-row.ts';

/** In the order in which they became members. */
export async function listMembers({ ctx, input }: VerbCall<PageInput>): Promise<MemberPage> {
  authorise(ctx, 'admin');
  const { limit, cursor } = parseInput(pageInput, input);
  const found = await ctx.database.reads
    .select()
    .from(members)
    .where(cursor === undefined ? undefined : gt(members.id, cursor))
    .orderBy(asc(members.id))
    .limit(limit + 1);
  const { rows, nextCursor } = cutPage(found, limit);
  return { members: rows.map(memberResource), next_cursor: nextCursor };
}
