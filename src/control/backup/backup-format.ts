import * as z from 'zod';

/**
 * A backup is lines of JSON, compressed with gzip: a head, then for each table its columns and its rows,
 * then the end with a checksum over every byte before it. A row is a list of texts or nulls, each as
 * Postgres itself writes the value, so that it reads back the same whatever its type. See docs/backup.md.
 */
export const backupFormat = 1;

/** As it is told to people: nothing in it moves a cursor or paints. */
const name = z.string().regex(/^\P{Cc}*$/u);

const auditHead = z.object({ seq: z.number(), hash: z.string() });

/** Later formats may add properties; what this code does not know, it leaves alone. */
export const backupHead = z.object({
  burgee_backup: z.int(),
  /** Version of the code that made it. */
  code: name,
  /** By the clock of the database. */
  taken_at: z.iso.datetime({ offset: true }),
  database: name,
  server: name,
  /** Position in the write-ahead log. */
  lsn: z.string(),
  /** Fingerprint of the catalog. */
  schema: z.string(),
  /** As Drizzle had recorded them, the first first. */
  migrations: z.array(z.object({ tag: z.string().nullable(), hash: z.string() })),
  /** The newest entry of the audit log; null without any. */
  audit: auditHead.nullable(),
  /** Tables whose rows are no part of it. */
  left_out: z.array(z.string()),
  /** Tables that the code expects and the database lacked. */
  missing: z.array(name),
});

export const tableHead = z.object({ table: name, columns: z.array(name) });

export const backupEnd = z.object({
  end: z.object({
    rows: z.record(z.string(), z.int().min(0)),
    /** SHA-256 in hex. */
    sha256: z.string(),
  }),
});

export type BackupHead = z.output<typeof backupHead>;
export type BackupEnd = z.output<typeof backupEnd>['end'];

/** What a backup says of itself, in few words. */
export interface BackupSummary extends BackupEnd {
  readonly head: BackupHead;
}

/** By table, added up. */
export const totalOf = (rows: Readonly<Record<string, number>>): number =>
  Object.values(rows).reduce((sum, count) => sum + count, 0);
