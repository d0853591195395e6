import type { Evaluation } from '../engine/evaluation.ts';
import type { PreparedFlag } from '../engine/flag/prepared-flag.ts';
import { usagePolicy } from '../resource-policy.ts';
import { type AnswerSource, type Held, isStale } from '../snapshot/held.ts';
import {
  type AnswerKind,
  type EvaluationCount,
  type FirstAnswer,
  otherOrganisations,
} from './edge-report.ts';

interface Cell {
  readonly flagKey: string;
  count: number;
}

/** By the evaluation itself, as it is one of the few that its flag was prepared with. */
type Cells = Map<Evaluation, Cell>;

/** Of versions that came while nothing could be told, older ones are of no interest. */
const mostFirsts = 100;

/** What was served of one environment since it was last taken. Counting one evaluation allocates nothing. */
export class EnvironmentTally {
  readonly environment: string;
  readonly #cells: Cells = new Map();
  readonly #byOrganisation = new Map<string, Cells>();
  readonly #answers = new Map<AnswerKind, number>();
  #firsts: FirstAnswer[] = [];
  #organisationCells = 0;
  #version = Number.NEGATIVE_INFINITY;

  constructor(environment: string) {
    this.environment = environment;
  }

  /** An answer was made of what is held. True for the first that was made of that version. */
  answered(held: Held, source: AnswerSource, now: number): boolean {
    this.#add(source);
    if (isStale(held, now)) this.#add('stale');
    const { version } = held.snapshot;
    if (version <= this.#version) return false;
    this.#version = version;
    this.#firsts = [...this.#firsts, [this.environment, version, now] as const].slice(-mostFirsts);
    return true;
  }

  /** Where the evaluations for an organisation are counted; the empty text stands for none. */
  cellsOf(organisation: string): Cells {
    if (organisation === '') return this.#cells;
    return this.#byOrganisation.get(organisation) ?? this.#startOrganisation(organisation);
  }

  /** Counts an evaluation that is being returned. */
  count(cells: Cells, flag: PreparedFlag, evaluation: Evaluation): void {
    const cell = cells.get(evaluation);
    if (cell) cell.count += 1;
    else this.#start(cells, flag, evaluation);
  }

  takeAnswers(): ReadonlyMap<AnswerKind, number> {
    const taken = new Map(this.#answers);
    this.#answers.clear();
    return taken;
  }

  takeFirsts(): readonly FirstAnswer[] {
    const taken = this.#firsts;
    this.#firsts = [];
    return taken;
  }

  /** Those of one hour, each label perhaps more than once. */
  takeEvaluations(hour: number): EvaluationCount[] {
    const taken = [['', this.#cells] as const, ...this.#byOrganisation].flatMap(
      ([organisation, cells]) =>
        Array.from(
          cells,
          ([{ variant = '', reason }, { flagKey, count }]): EvaluationCount => [
            hour,
            this.environment,
            flagKey,
            variant,
            reason,
            organisation,
            count,
          ],
        ),
    );
    this.#cells.clear();
    this.#byOrganisation.clear();
    this.#organisationCells = 0;
    return taken;
  }

  #add(kind: AnswerKind): void {
    this.#answers.set(kind, (this.#answers.get(kind) ?? 0) + 1);
  }

  #start(cells: Cells, flag: PreparedFlag, evaluation: Evaluation): void {
    if (cells !== this.#cells) this.#organisationCells += 1;
    cells.set(evaluation, { flagKey: flag.key, count: 1 });
  }

  /** Those that find no room are counted together. */
  #startOrganisation(organisation: string): Cells {
    const isFull = this.#organisationCells >= usagePolicy.organisationCells;
    const name = isFull ? otherOrganisations : organisation;
    const cells: Cells = this.#byOrganisation.get(name) ?? new Map();
    this.#byOrganisation.set(name, cells);
    return cells;
  }
}
