import { eq } from 'drizzle-orm';
import type { KeyResource } from '../../contract/access/api-key.ts';
import { apiKeys } from '../../db/api-keys.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { notFound } from '../errors.ts';
import { keyColumns } from './key-resource.ts';
import { listWithUses } from './list-with-uses.ts';

export async function getKey({ ctx, input }: VerbCall<{ id: string }>): Promise<KeyResource> {
  authorise(ctx, 'admin');
  const rows = await ctx.database.current
    .select(keyColumns)
    .from(apiKeys)
    .where(eq(apiKeys.id, input.id));
  const [key] = await listWithUses(ctx, rows);
  if (!key) throw notFound(`key "${input.id}"`);
  return key;
}
