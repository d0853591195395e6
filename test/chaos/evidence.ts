import type { Outcome } from './faults/fault.ts';
import type { Published } from './published.ts';
import type { State } from './state.ts';
import type { Trial } from './trial.ts';

/** What there is to judge of one trial. */
export interface Evidence {
  readonly trial: Trial;
  readonly hasWriters: boolean;
  readonly states: {
    /** Before any damage. */
    readonly whole: State;
    readonly before: State;
    /** After the calls under the fault. */
    readonly struck: State;
    readonly after: State;
    /** After a second repair. */
    readonly again: State;
  };
  /** Under the fault. */
  readonly calls: readonly Outcome[];
  /** What came of the repair in the end: where the fault kept it from answering, of a call without. */
  readonly outcome: Outcome;
  readonly second: Outcome;
  /** Of the calls under the fault. */
  readonly milliseconds: number;
  /** Whether the audit entries follow from each other. */
  readonly chain: { readonly before: boolean; readonly after: boolean };
  /** Nothing is lost that only a decision or data could bring back. */
  readonly isRecoverable: boolean;
  readonly leftovers: readonly string[];
  /** What it was served from before the damage, and after the last repair. */
  readonly edge: { readonly before: Published; readonly after: Published };
  /** Where the repair says that all is well. */
  readonly proof?: Proof;
}

/** What failed, in words; nothing when it did not. */
export interface Proof {
  readonly smoke?: string;
  readonly migrator?: string;
}
