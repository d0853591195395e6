import type { AlertFeature, Severity } from '../contract/notifications/alert.ts';

/** Something that a look has found wrong. */
export interface Problem {
  /** What tells it from all others, however it is worded. A look that could not see it names a prefix. */
  readonly key: string;
  readonly severity: Severity;
  readonly title: string;
  readonly environment: string | null;
  /** What is wrong with it: tables, flags. Another set of them is told; none, where it is one thing. */
  readonly items: readonly string[];
  readonly consequence: string;
  readonly whatToDo: string;
  /** More about it, whose change is not told. */
  readonly details: readonly string[];
  readonly features: readonly AlertFeature[];
  readonly patience: Patience;
}

/** Milliseconds for which it has to be seen before it is told, and not be seen before it is over. */
export interface Patience {
  readonly toOpen: number;
  readonly toClose: number;
}
