import type { UsageReport } from '../../../contract/flags/usage.ts';

const stepMilliseconds = { hour: 3_600_000, day: 86_400_000 } as const;

/** What a group is called within a row: by its place, as a key may hold dots. */
export const seriesName = (place: number): string => `s${place}`;

/** A row for every hour or day of a report, with a number for every group that is told, 0 where there was none. */
export function usageSeries({ from, to, interval, groups }: UsageReport) {
  const step = stepMilliseconds[interval];
  const first = Math.floor(Date.parse(from) / step) * step;
  const counts = groups.flatMap(({ points }) =>
    points ? [new Map(points.map(({ at, evaluations }) => [Date.parse(at), evaluations]))] : [],
  );
  const rows: Record<string, string | number>[] = [];
  for (let at = first; at < Date.parse(to); at += step) {
    const row: Record<string, string | number> = { at: new Date(at).toISOString() };
    for (const [place, points] of counts.entries()) row[seriesName(place)] = points.get(at) ?? 0;
    rows.push(row);
  }
  return rows;
}

const forms = {
  hour: new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }),
  day: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }),
} as const;

/**
 * Says when a row begins: an hour in the reader's own zone, and a day as it is counted, by UTC. A chart asks for
 * what is below the mouse too, which may be nothing.
 */
export const labelOf =
  ({ interval }: Pick<UsageReport, 'interval'>) =>
  (at: unknown): string =>
    typeof at === 'string' ? forms[interval].format(new Date(at)) : '';
