import type { Evaluation } from './evaluation.ts';
import type { Question, Step } from './question.ts';
import type { Snapshot } from './snapshot.ts';

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
  /** Sorted instants at which an answer may change by time alone. */
  readonly boundaries: Float64Array;
  /** What it was prepared from. */
  readonly source: Snapshot;
}

/** A flag whose answers exist and whose questions are ready to be asked. */
export interface PreparedFlag {
  readonly key: string;
  readonly name: string;
  readonly clientVisible: boolean;
  /** Absent only where the definition is too broken to have one. */
  readonly offVariant: string | undefined;
  /** The configured default rollout. */
  readonly rolloutMillipercent: number;
  /** Why the definition cannot be served: the flag then answers its off variant and an error. */
  readonly problem: string | undefined;
  /** Asked in turn: the first that answers decides. */
  readonly steps: readonly Step[];
  /** Asked when no step had an answer. */
  readonly otherwise: Question<Evaluation>;
  /** How many questions it asks at most, those of other flags and of segments included. */
  readonly questions: number;
  /** Instants at which its answers may change by time alone. */
  readonly boundaries: readonly number[];
}
