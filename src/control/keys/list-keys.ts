import { asc, gt } from 'drizzle-orm';
import type { KeyPage } from '../../contract/access/api-key.ts';
import { cutPage, type PageInput, pageInput } from '../../contract/fields/page.ts';
import { apiKeys } from '../../db/api-keys.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { keyColumns } from './key-resource.ts';
import { listWithUses } from './list-with-uses.ts';

/** Revoked ones included, oldest first. */
export async function listKeys({ ctx, input }: VerbCall<PageInput>): Promise<KeyPage> {
  authorise(ctx, 'admin');
  const { limit, cursor } = parseInput(pageInput, input);
  const found = await ctx.database.reads
    .select(keyColumns)
    .from(apiKeys)
    .where(cursor === undefined ? undefined : gt(apiKeys.id, cursor))
    .orderBy(asc(apiKeys.id))
    .limit(limit + 1);
  const { rows, nextCursor } = cutPage(found, limit);
  return { keys: await listWithUses(ctx, rows), next_cursor: nextCursor };
}
