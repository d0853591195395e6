import type { Evaluation } from '../evaluation.ts';
import type { Question, Step } from '../question.ts';

/** A flag whose answers exist and whose questions are ready to be asked. */
export interface PreparedFlag {
  readonly key: string;
  readonly name: string;
  readonly clientVisible: boolean;
  /** Absent only where the definition is too broken to have one. */
  readonly offVariant: string | undefined;
  readonly variantNames: ReadonlySet<string>;
  /** The configured default rollout. */
  readonly rolloutMillipercent: number;
  /** Why the definition cannot be served: the flag then answers its off variant and an error. */
  readonly problem: string | undefined;
  /** Asked in turn: the first that answers decides. */
  readonly steps: readonly Step[];
  /** Asked when no step had an answer. */
  readonly otherwise: Question<Evaluation>;
  /** Instants at which its answers may change by time alone. */
  readonly boundaries: readonly number[];
}
