import type { UpcomingChange } from '../../contract/flags/schedule.ts';
import type { Queryable } from '../../db/connect.ts';
import { findUpcoming } from './find-upcoming.ts';

/** Enough to see what is about to happen; `GET /admin/schedules/calendar` has all. */
const mostShown = 20;

interface Place {
  readonly flag: string;
  /** All, if absent. */
  readonly environment?: string;
}

/** What will change by itself about a flag, the next first. */
export const listUpcomingOfFlag = (
  db: Queryable,
  { flag, environment }: Place,
): Promise<readonly UpcomingChange[]> => findUpcoming(db, { flag, environment, limit: mostShown });
