import { asc } from 'drizzle-orm';
import type { EnvironmentResource } from '../../contract/environments/environment.ts';
import { environments } from '../../db/environments.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { environmentResource } from './environment-resource.ts';

/** Every environment, by key. */
export async function listEnvironments({ ctx }: VerbCall): Promise<EnvironmentResource[]> {
  authorise(ctx, 'viewer', 'or by secret');
  const rows = await ctx.database.reads.select().from(environments).orderBy(asc(environments.key));
  return rows.map(environmentResource);
}
