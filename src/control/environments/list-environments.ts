import { asc } from 'drizzle-orm';
import { environments } from '../../db/environments.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';

export interface EnvironmentResource {
  readonly key: string;
  readonly name: string;
  readonly version: number;
}

export async function listEnvironments({ ctx }: VerbCall): Promise<EnvironmentResource[]> {
  authorise(ctx, 'viewer');
  return ctx.database.reads
    .select({ key: environments.key, name: environments.name, version: environments.version })
    .from(environments)
    .orderBy(asc(environments.key));
}
