import { asc } from 'drizzle-orm';
import { apiKeys } from '../../db/api-keys.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { keyColumns, keyResource } from './key-resource.ts';

/** Every key, revoked ones included, oldest first. */
export async function listKeys({ ctx }: VerbCall) {
  authorise(ctx, 'admin');
  const rows = await ctx.database.reads.select(keyColumns).from(apiKeys).orderBy(asc(apiKeys.id));
  return rows.map(keyResource);
}
