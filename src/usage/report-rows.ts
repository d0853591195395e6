import { usagePolicy } from '../resource-policy.ts';
import { type EvaluationCount, otherOrganisations } from './edge-report.ts';

/**
 * What is to be reported of evaluations, each label once. Bounded: where there is no room for another
 * label, organisations are counted together; where there is none for that either, the evaluation is
 * only known to be missing.
 */
export class ReportRows {
  readonly #rows = new Map<string, EvaluationCount>();
  /** Of all labels: names are as long as whoever asks makes them. */
  #characters = 0;
  #uncounted = 0;

  add(row: EvaluationCount): void {
    if (this.#merge(row, 1)) return;
    const [hour, environment, flag, variant, reason, organisation, count] = row;
    const together = organisation === '' ? '' : otherOrganisations;
    const merged: EvaluationCount = [hour, environment, flag, variant, reason, together, count];
    if (!this.#merge(merged, 2)) this.#uncounted += count;
  }

  take(): { readonly evaluations: readonly EvaluationCount[]; readonly uncounted: number } {
    const taken = { evaluations: [...this.#rows.values()], uncounted: this.#uncounted };
    this.#rows.clear();
    this.#characters = 0;
    this.#uncounted = 0;
    return taken;
  }

  /** False where it would be one label more than there is room for, so many times over. */
  #merge(row: EvaluationCount, times: number): boolean {
    const label = JSON.stringify(row.slice(0, -1));
    const there = this.#rows.get(label);
    if (!there && this.#isFull(label, times)) return false;
    if (!there) this.#characters += label.length;
    const [hour, environment, flag, variant, reason, organisation, count] = row;
    const sum = count + (there?.[6] ?? 0);
    this.#rows.set(label, [hour, environment, flag, variant, reason, organisation, sum]);
    return true;
  }

  #isFull(label: string, times: number): boolean {
    const { rows, rowCharacters } = usagePolicy;
    const characters = this.#characters + label.length;
    return this.#rows.size >= times * rows || characters > times * rowCharacters;
  }
}
