import type { UsageReport } from '../../../../contract/usage.ts';

const stepMilliseconds = { hour: 3_600_000, day: 86_400_000 } as const;

/** A row for every hour or day of a report, with a number for every group, 0 where there was none. */
export function usageSeries({ from, to, interval, groups }: UsageReport) {
  const step = stepMilliseconds[interval];
  const first = Math.floor(Date.parse(from) / step) * step;
  const counts = new Map(
    groups.map(({ key = '', points = [] }) => [
      key,
      new Map(points.map(({ at, evaluations }) => [Date.parse(at), evaluations])),
    ]),
  );
  const rows: Record<string, string | number>[] = [];
  for (let at = first; at < Date.parse(to); at += step) {
    const row: Record<string, string | number> = { at: new Date(at).toISOString() };
    for (const [key, points] of counts) row[key] = points.get(at) ?? 0;
    rows.push(row);
  }
  return rows;
}
