import { asc, eq } from 'drizzle-orm';
import type { ContextKeyResource } from '../../contract/environments/context-key.ts';
import { contextKeys } from '../../db/context-keys.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { getEnvironmentRow } from '../environments/environment-row.ts';
import { contextKeyResource } from './context-key-resource.ts';

/** Those of an environment, revoked ones included, oldest first. */
export async function listContextKeys({
  ctx,
  input,
}: VerbCall<{ environment: string }>): Promise<ContextKeyResource[]> {
  authorise(ctx, 'admin');
  const { key } = await getEnvironmentRow(ctx.database.reads, input.environment);
  const rows = await ctx.database.reads
    .select()
    .from(contextKeys)
    .where(eq(contextKeys.environmentKey, key))
    .orderBy(asc(contextKeys.id));
  return rows.map(contextKeyResource);
}
