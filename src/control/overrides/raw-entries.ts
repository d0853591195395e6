import type { Problem } from '../../contract/errors/problem.ts';

/** A row as it was sent, and where: `line 7`, `[5]`. */
export interface RawEntry {
  readonly place: string;
  readonly entry: unknown;
}

export interface RawEntries {
  readonly entries: readonly RawEntry[];
  /** With what could not even be read. */
  readonly problems: readonly Problem[];
}
