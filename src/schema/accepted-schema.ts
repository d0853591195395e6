import range from './accepted-range.json' with { type: 'json' };

/** The databases that a version of the code works with, by migration. */
export interface AcceptedSchema {
  /** What it needs is there from this one on. */
  readonly min: string;
  /** The last that it knows. Later ones it copes with where they break nothing. */
  readonly max: string;
  /** What it does without: a later migration may break these. */
  readonly copesWith: readonly string[];
}

/**
 * Objects that this code neither reads nor writes any more, and what it will be refused by and never does,
 * as `breaks` in the manifest names them: a later migration breaks them while this code still runs.
 */
const copesWith: readonly string[] = [];

/** `npm run db:generate` writes the range out of the manifest, which is too large for the edge. */
export const acceptedSchema: AcceptedSchema = { ...range, copesWith };
