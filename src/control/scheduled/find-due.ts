import { and, asc, eq, lte, notInArray, sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { scheduledChanges } from '../../db/scheduled-changes.ts';

/** A step that was due when one looked, without a lock. */
export interface DueStep {
  readonly schedule: string;
  /** Its index in the schedule. */
  readonly step: number;
  readonly flag: string;
  readonly environment: string;
  readonly onBehalfOf: string;
}

/** Names a flag in an environment; a flag with one step in hand is passed over by this name. */
export const placeOf = ({ environment, flag }: Pick<DueStep, 'environment' | 'flag'>): string =>
  `${environment}/${flag}`;

/** The one that was due first, of all flags but those that are passed over. */
export async function findDue(
  db: Queryable,
  now: Date,
  passedOver: readonly string[],
): Promise<DueStep | undefined> {
  const { id, nextStep, flagKey, environmentKey, createdBy, status, dueAt } = scheduledChanges;
  const place = sql<string>`${environmentKey} || '/' || ${flagKey}`;
  const [due] = await db
    .select({
      schedule: id,
      step: nextStep,
      flag: flagKey,
      environment: environmentKey,
      onBehalfOf: createdBy,
    })
    .from(scheduledChanges)
    .where(and(eq(status, 'pending'), lte(dueAt, now), notInArray(place, [...passedOver])))
    .orderBy(asc(dueAt), asc(id))
    .limit(1);
  return due;
}
