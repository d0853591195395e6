import { asc } from 'drizzle-orm';
import type { KeyResource } from '../../contract/api-key.ts';
import { apiKeys } from '../../db/api-keys.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { keyColumns } from './key-resource.ts';
import { listWithUses } from './list-with-uses.ts';

/** Every key, revoked ones included, oldest first. */
export async function listKeys({ ctx }: VerbCall): Promise<KeyResource[]> {
  authorise(ctx, 'admin');
  const rows = await ctx.database.reads.select(keyColumns).from(apiKeys).orderBy(asc(apiKeys.id));
  return listWithUses(ctx, rows);
}
