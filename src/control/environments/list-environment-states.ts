import { asc, sql } from 'drizzle-orm';
import { classifyFailure } from '../../db/classify-failure.ts';
import type { Queryable } from '../../db/connect.ts';
import { environments } from '../../db/environments.ts';
import { readinessPolicy } from '../../resource-policy.ts';

export interface EnvironmentState {
  readonly key: string;
  readonly version: number;
  readonly pinnedVersion: number | null;
  /** It has had this version for long enough, by the clock of Postgres, that it should be published. */
  readonly isSettled: boolean;
}

/** Of a row of environments, in SQL. */
export const isSettled = sql<boolean>`${environments.updatedAt} < now() - make_interval(secs => ${readinessPolicy.publishedWithinSeconds})`;

/** Empty where the table is missing; the schema report says more about that. */
export async function listEnvironmentStates(db: Queryable): Promise<readonly EnvironmentState[]> {
  try {
    return await db
      .select({
        key: environments.key,
        version: environments.version,
        pinnedVersion: environments.pinnedVersion,
        isSettled,
      })
      .from(environments)
      .orderBy(asc(environments.key));
  } catch (error) {
    if (classifyFailure(error) === 'damaged') return [];
    throw error;
  }
}
