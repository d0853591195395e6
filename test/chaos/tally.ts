import type { Evidence } from './evidence.ts';
import type { Complaint, OracleName } from './oracles/oracles.ts';

/** What came of some trials. */
export interface Figures {
  readonly trials: number;
  readonly damages: number;
  /** All is as expected, by the repair or already. */
  readonly ok: number;
  /** What is left is named. */
  readonly partial: number;
  readonly data_lost: number;
  readonly dirty_rollbacks: number;
  readonly unnamed: number;
  readonly recoverable: number;
  readonly recoverable_ok: number;
  readonly not_noop: number;
  /** Of repairs in whose way no fault was put. */
  readonly p50_ms: number;
  readonly p99_ms: number;
}

export interface Judged {
  readonly evidence: Evidence;
  readonly complaints: readonly Complaint[];
}

export interface Tally {
  readonly add: (judged: Judged) => void;
  readonly figures: () => Figures;
}

export function createTally(): Tally {
  const counts = {
    trials: 0,
    damages: 0,
    ok: 0,
    partial: 0,
    data_lost: 0,
    dirty_rollbacks: 0,
    unnamed: 0,
    recoverable: 0,
    recoverable_ok: 0,
    not_noop: 0,
  };
  const durations: number[] = [];
  return {
    add: ({ evidence, complaints }) => {
      const { trial, outcome, isRecoverable, milliseconds } = evidence;
      const left = 'answer' in outcome ? outcome.answer.unresolved.length : undefined;
      const says = (name: OracleName) => Number(complaints.some(({ oracle }) => oracle === name));
      counts.trials += 1;
      counts.damages += trial.damages.length;
      counts.ok += Number(left === 0);
      counts.partial += Number(left !== undefined && left > 0);
      counts.data_lost += says('rowsSurvive');
      counts.dirty_rollbacks += says('failureChangesNothing');
      counts.unnamed += says('whatIsLeftIsNamed');
      counts.recoverable += Number(isRecoverable);
      counts.recoverable_ok += Number(isRecoverable && left === 0);
      counts.not_noop += says('secondRunChangesNothing');
      if (trial.fault === 'none') durations.push(milliseconds);
    },
    figures: () => ({
      ...counts,
      p50_ms: percentile(durations, 0.5),
      p99_ms: percentile(durations, 0.99),
    }),
  };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
}
