import { delayBounds } from '../usage/sum-delays.ts';
import type { Reading } from './metrics.ts';

interface Total {
  readonly name: string;
  readonly label: string;
  readonly total: number;
}

/** What `sumDelays` has added up, as a histogram of Prometheus, whose buckets hold all that is not longer. */
export function readDelays(totals: readonly Total[]): readonly Reading[] {
  const counts = new Map(
    totals.filter(({ name }) => name === 'report_delay').map((row) => [row.label, row.total]),
  );
  const milliseconds = totals.find(({ name }) => name === 'report_delay_milliseconds')?.total ?? 0;
  let count = 0;
  const buckets = [...delayBounds.map(String), 'Inf'].map((label): Reading => {
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
