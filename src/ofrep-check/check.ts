import type { Subject } from './subject.ts';

/** One thing that is true of a good server. */
export interface Check {
  /** Stable: programs and `--skip` name it. */
  readonly id: string;
  /** Finishes the sentence "it …". */
  readonly title: string;
  /** `must`: the specification says so, or its clients break. `should`: it is wise. */
  readonly level: 'must' | 'should';
  /** Who says so. */
  readonly source: string;
  /** What a client does where it is not so. */
  readonly consequence: string;
  /** Checks that have to pass before this one says anything. */
  readonly needs?: readonly string[];
  readonly run: (subject: Subject) => Promise<Outcome>;
}

export type Outcome =
  | { readonly kind: 'passed'; readonly note: string }
  | { readonly kind: 'broken'; readonly expected: string; readonly came: string }
  | { readonly kind: 'skipped'; readonly reason: string; readonly option: string | null };

/** The note says what it was seen on. */
export function passed(note = ''): Outcome {
  return { kind: 'passed', note };
}

export function broken(expected: string, came: string): Outcome {
  return { kind: 'broken', expected, came };
}

/** It could not be told; the option is how it could. */
export function skipped(reason: string, option: string | null = null): Outcome {
  return { kind: 'skipped', reason, option };
}
