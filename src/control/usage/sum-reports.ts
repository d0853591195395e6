import type { EdgeReport } from '../../usage/edge-report.ts';
import { plausibleHour } from './plausible-hour.ts';

/** A row of `feature_flag_usage`; the hour in ISO 8601. */
export interface UsageSum {
  readonly hour: string;
  readonly environment: string;
  readonly flag: string;
  readonly variant: string;
  readonly reason: string;
  readonly organisation: string;
  readonly count: number;
}

/** What of reports is added up over all time, without environment where it is of no single one. */
export const totalNames = [
  'answers',
  'evaluations',
  'uncounted',
  'report_delay',
  'report_delay_milliseconds',
] as const;

/** What is added to a row of `edge_totals`. */
export interface TotalSum {
  readonly environment: string;
  readonly name: (typeof totalNames)[number];
  readonly label: string;
  readonly count: number;
}

/** All evaluations of several reports, each label once. The instant is in milliseconds since the epoch. */
export const sumEvaluations = (reports: readonly EdgeReport[], now: number): readonly UsageSum[] =>
  sum(
    reports.flatMap(({ evaluations }) =>
      evaluations.map(([at, environment, flag, variant, reason, organisation, count]) => ({
        hour: plausibleHour(at, now),
        environment,
        flag,
        variant,
        reason,
        organisation,
        count,
      })),
    ),
  );

/** What several reports add to the totals of the edge, each label once. */
export const sumTotals = (reports: readonly EdgeReport[]): readonly TotalSum[] =>
  sum(
    reports.flatMap(({ answers, evaluations, uncounted }): readonly TotalSum[] => [
      ...answers.map(([environment, label, count]) => ({
        environment,
        name: 'answers' as const,
        label,
        count,
      })),
      ...evaluations.map(([, environment, , , label, , count]) => ({
        environment,
        name: 'evaluations' as const,
        label,
        count,
      })),
      ...(uncounted > 0
        ? [{ environment: '', name: 'uncounted' as const, label: '', count: uncounted }]
        : []),
    ]),
  );

/** Each label once, as a statement cannot add to one row twice. */
export function sum<Sum extends { readonly count: number }>(rows: readonly Sum[]): readonly Sum[] {
  const sums = new Map<string, Sum>();
  for (const row of rows) {
    const { count, ...label } = row;
    const key = JSON.stringify(label);
    sums.set(key, { ...row, count: count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()];
}
