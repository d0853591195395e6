import { usagePolicy } from '../resource-policy.ts';
import type { EdgeReport, EvaluationCount } from './edge-report.ts';

export type ReportContent = Omit<EdgeReport, 'id'>;

/**
 * As many reports as a queue needs for what there is to tell. Each has an id of its own, by which it is
 * counted once; all that is no evaluation is in the first.
 */
export function cutReports({ evaluations, ...rest }: ReportContent): readonly EdgeReport[] {
  const [first = [], ...others] = cut(evaluations);
  const { madeAt, location } = rest;
  return [
    { id: crypto.randomUUID(), ...rest, evaluations: first },
    ...others.map((each) => ({
      id: crypto.randomUUID(),
      madeAt,
      location,
      evaluations: each,
      answers: [],
      firsts: [],
      uncounted: 0,
    })),
  ];
}

const encoder = new TextEncoder();

function cut(rows: readonly EvaluationCount[]): readonly (readonly EvaluationCount[])[] {
  const parts: EvaluationCount[][] = [];
  let part: EvaluationCount[] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = encoder.encode(JSON.stringify(row)).length + 1;
    if (bytes + size > usagePolicy.reportBytes && part.length > 0) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(row);
    bytes += size;
  }
  return part.length > 0 ? [...parts, part] : parts;
}
