import type { ActiveLocation } from '../../contract/environments/propagation.ts';
import type { LocationRow } from './propagation-rows.ts';
import { secondsSince } from './seconds-since.ts';

export const describeLocation = ({
  location,
  lastServedAt,
  version,
  firstServedAt,
  committedAt,
}: LocationRow): ActiveLocation => ({
  location,
  last_served_at: new Date(lastServedAt).toISOString(),
  version,
  first_served_at: firstServedAt === null ? null : new Date(firstServedAt).toISOString(),
  seconds:
    firstServedAt === null || committedAt === null
      ? null
      : secondsSince(committedAt, firstServedAt),
});
