import { usagePolicy } from '../resource-policy.ts';
import { type EvaluationCount, otherOrganisations } from './edge-report.ts';

/**
 * What is to be reported of evaluations, each label once. Bounded: where there is no room for another
 * label, organisations are counted together; where there is none for that either, the evaluation is
 * only known to be missing.
 */
export class ReportRows {
  readonly #rows = new Map<string, EvaluationCount>();
  #uncounted = 0;

  add(row: EvaluationCount): void {
    if (this.#merge(row, usagePolicy.rows)) return;
    const [hour, environment, flag, variant, reason, organisation, count] = row;
    const together = organisation === '' ? '' : otherOrganisations;
    const merged: EvaluationCount = [hour, environment, flag, variant, reason, together, count];
    if (!this.#merge(merged, 2 * usagePolicy.rows)) this.#uncounted += count;
  }

  take(): { readonly evaluations: readonly EvaluationCount[]; readonly uncounted: number } {
    const taken = { evaluations: [...this.#rows.values()], uncounted: this.#uncounted };
    this.#rows.clear();
    this.#uncounted = 0;
    return taken;
  }

  /** False where it would be one label too many. */
  #merge(row: EvaluationCount, most: number): boolean {
    const label = JSON.stringify(row.slice(0, -1));
    const there = this.#rows.get(label);
    if (!there && this.#rows.size >= most) return false;
    const [hour, environment, flag, variant, reason, organisation, count] = row;
    const sum = count + (there?.[6] ?? 0);
    this.#rows.set(label, [hour, environment, flag, variant, reason, organisation, sum]);
    return true;
  }
}
