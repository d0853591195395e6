import type { EdgeReport } from '../../usage/edge-report.ts';
import type { TotalSum } from './sum-reports.ts';

/** Upper bounds in seconds: a batch waits up to five for others while all is well, and for days while it is not. */
export const delayBounds = [5, 10, 30, 60, 300, 1_800, 3_600, 21_600, 86_400];

const boundOf = (seconds: number): string =>
  String(delayBounds.find((bound) => seconds <= bound) ?? 'Inf');

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
