import { asNumber } from './number.ts';

/** RFC 3339, whose seconds, time and zone may be missing. */
const DATE_TIME =
  /^(?<date>\d{4}-\d\d-\d\d)(?:[Tt ](?<time>(?:[01]\d|2[0-3]):\d\d(?::\d\d(?:\.\d+)?)?)(?<zone>[Zz]|[+-]\d\d:\d\d)?)?$/;

const LONGEST = 64;

/** The last instant that a `Date` can hold, in milliseconds since the epoch. */
const LAST = 8.64e15;

/**
 * Reads milliseconds since the epoch (a number or decimal text) or a date with or without time;
 * without zone it is UTC. Digits below the millisecond are cut off.
 */
export function asInstant(value: unknown): number | undefined {
  const instant = asNumber(value) ?? (typeof value === 'string' ? parseDateTime(value) : undefined);
  return instant !== undefined && Math.abs(instant) <= LAST ? instant : undefined;
}

/** As RFC 3339, if a `Date` can hold it. */
export function formatInstant(instant: number): string {
  return Math.abs(instant) <= LAST ? new Date(instant).toISOString() : String(instant);
}

function parseDateTime(text: string): number | undefined {
  const parts = text.length > LONGEST ? undefined : DATE_TIME.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const { date = '', time = '00:00', zone = 'Z' } = parts;
  const midnight = Date.parse(`${date}T00:00Z`);
  // A date that its month does not have would otherwise roll over into the next.
  const isDay = !Number.isNaN(midnight) && formatInstant(midnight).startsWith(date);
  if (!isDay) return undefined;
  const instant = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  return Number.isNaN(instant) ? undefined : instant;
}
