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

  /** What finds no room is counted for organisations together, which have a cell for each evaluation of a flag. */
  #start(cells: Cells, flag: PreparedFlag, evaluation: Evaluation): void {
    const isOfOne = cells !== this.#cells && cells !== this.#cellsOfOthers();
    if (isOfOne && this.#isFull()) this.count(this.#cellsOfOthers(), flag, evaluation);
    else {
      cells.set(evaluation, { flagKey: flag.key, count: 1 });
      if (isOfOne) this.#organisationCells += 1;
    }
  }

  /** Those that find no room are counted together. */
  #startOrganisation(organisation: string): Cells {
    return this.#isFull() ? this.#cellsOfOthers() : this.#cellsNamed(organisation);
  }

  /** Whoever asks for no flag has no cell, and takes room all the same. */
  #isFull(): boolean {
    const taken = Math.max(this.#organisationCells, this.#byOrganisation.size);
    return taken >= usagePolicy.organisationCells;
  }

  #cellsOfOthers(): Cells {
    return this.#cellsNamed(otherOrganisations);
  }

  #cellsNamed(organisation: string): Cells {
    const cells: Cells = this.#byOrganisation.get(organisation) ?? new Map();
    this.#byOrganisation.set(organisation, cells);
    return cells;
  }
}
