/**
 * `backup_unreadable`: no backup, or not a whole one. `backup_newer`: this code does not know all of its
 * migrations. `backup_older`: a migration since has moved data. `not_empty`: there are rows already.
 * `not_sound`: the schema is not as expected. `referred_to`: rows of others refer to those that would be
 * replaced. `rows_refused`: Postgres does not take its rows. `not_written`: a file could not be written.
 */
export type BackupErrorCode =
  | 'backup_unreadable'
  | 'backup_newer'
  | 'backup_older'
  | 'not_empty'
  | 'not_sound'
  | 'referred_to'
  | 'rows_refused'
  | 'not_written';

/** Nothing has been written to the database. */
export class BackupError extends Error {
  readonly code: BackupErrorCode;
  /** What a person can do about it. */
  readonly wayOut: string;

  constructor(code: BackupErrorCode, { message, wayOut }: { message: string; wayOut: string }) {
    super(message);
    this.name = 'BackupError';
    this.code = code;
    this.wayOut = wayOut;
  }
}
