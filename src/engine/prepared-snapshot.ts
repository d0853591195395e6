import type { Evaluation } from './evaluation.ts';
import type { PreparedFlag } from './flag/prepared-flag.ts';

/** A snapshot ready to be asked. */
export interface PreparedSnapshot {
  readonly environment: string;
  readonly version: number;
  /** In the order of their keys. */
  readonly flags: ReadonlyMap<string, PreparedFlag>;
  /** The answer for every flag that is not among them. */
  readonly unknownFlag: Evaluation;
  /** Why a segment cannot be asked, by its key; so are the flags that refer to it. */
  readonly segmentProblems: ReadonlyMap<string, string>;
  /** How many conditions it may take to evaluate each flag once, at most. */
  readonly conditionCount: number;
  /** Sorted instants at which an answer may change by time alone. */
  readonly boundaries: Float64Array;
}
