/** What `/health` answers: of the code alone, whatever is behind it. */
export interface Health extends SchemaRange {
  readonly status: 'ok';
  readonly version: string;
}

/** The databases that a version of the code works with. */
export interface SchemaRange {
  /** The migration from which on a database has all that the code needs. */
  readonly schema_min: string;
  /** The last migration that the code knows; it copes with later ones that break nothing. */
  readonly schema_max: string;
  /** What later migrations may break without this code. */
  readonly schema_copes_with: readonly string[];
}
