import type { EdgeReport } from '../../usage/edge-report.ts';
import type { Reading } from '../metrics/metrics.ts';
import type { TotalSum } from './sum-reports.ts';

/** Upper bounds in seconds: a batch waits up to five for others while all is well, and for days while it is not. */
const bounds = [5, 10, 30, 60, 300, 1_800, 3_600, 21_600, 86_400];

const boundOf = (seconds: number): string =>
  String(bounds.find((bound) => seconds <= bound) ?? 'Inf');

/** How long reports were under way, as totals that only rise: each in the least bucket that has room for it. */
export const sumDelays = (reports: readonly EdgeReport[], now: number): readonly TotalSum[] => {
  const delays = reports.map(({ madeAt }) => Math.max(0, now - madeAt));
  const counts = new Map<string, number>();
  for (const delay of delays) {
    const label = boundOf(delay / 1_000);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const milliseconds = delays.reduce((sum, delay) => sum + delay, 0);
  return [
    ...Array.from(counts, ([label, count]) => total('report_delay', label, count)),
    total('report_delay_milliseconds', '', milliseconds),
  ];
};

const total = (name: TotalSum['name'], label: string, count: number): TotalSum => ({
  environment: '',
  name,
  label,
  count,
});

interface Total {
  readonly name: string;
  readonly label: string;
  readonly total: number;
}

/** The same as a histogram of Prometheus, whose buckets hold all that is not longer. */
export function readDelays(totals: readonly Total[]): readonly Reading[] {
  const counts = new Map(
    totals.filter(({ name }) => name === 'report_delay').map((row) => [row.label, row.total]),
  );
  const milliseconds = totals.find(({ name }) => name === 'report_delay_milliseconds')?.total ?? 0;
  let count = 0;
  const buckets = [...bounds.map(String), 'Inf'].map((label): Reading => {
    count += counts.get(label) ?? 0;
    const le = label === 'Inf' ? '+Inf' : label;
    return { part: 'bucket', labels: { le }, value: count };
  });
  return [
    ...buckets,
    { part: 'sum', value: milliseconds / 1_000 },
    { part: 'count', value: count },
  ];
}
