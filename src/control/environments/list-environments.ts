import { asc } from 'drizzle-orm';
import { environments } from '../../db/environments.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';

export interface EnvironmentResource {
  readonly key: string;
  readonly name: string;
  readonly version: number;
  /** The version whose flags are served instead of the rows; null where it is the rows. */
  readonly pinned_to: number | null;
}

export async function listEnvironments({ ctx }: VerbCall): Promise<EnvironmentResource[]> {
  authorise(ctx, 'viewer', 'or by secret');
  return ctx.database.reads
    .select({
      key: environments.key,
      name: environments.name,
      version: environments.version,
      pinned_to: environments.pinnedVersion,
    })
    .from(environments)
    .orderBy(asc(environments.key));
}
