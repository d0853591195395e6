import { sql } from 'drizzle-orm';
import { findRefusal, isAnswer } from '../../db/classify-failure.ts';
import type { Queryable } from '../../db/connect.ts';
import { qualified, quoteIdentifier } from '../../schema/catalog/quote.ts';
import { BackupError } from '../backup/backup-error.ts';
import type { BackupSummary } from '../backup/backup-format.ts';
import type { Table } from '../backup/list-tables.ts';
import { type BackupPage, type BackupSource, readBackup } from '../backup/read-backup.ts';
import type { TableChange } from './compare-rows.ts';

export interface Loading {
  readonly source: BackupSource;
  /** As it was read before anything was written. */
  readonly summary: BackupSummary;
  /** Those that take rows, each after those that it refers to. */
  readonly tables: readonly Table[];
  readonly onRows: (table: string, rows: number) => void;
}

/** What a backup has and the schema has not, and the other way round. */
export interface Mismatch {
  /** Tables, and columns as `table.column`, that were dropped since: their values are not restored. */
  readonly dropped: readonly string[];
  /** Columns, as `table.column`, that were added since: they have their default. */
  readonly filled: readonly string[];
}

/**
 * Writes the rows of a backup. Where a table refers to one that comes later in the file, as a newer schema
 * may have it, the file is read once more.
 */
export async function loadRows(tx: Queryable, loading: Loading): Promise<Mismatch> {
  const left = new Map(loading.tables.map((table) => [table.name, table]));
  const mismatch = { dropped: new Set<string>(), filled: new Set<string>() };
  while (left.size > 0) {
    const begun = new Set<string>();
    const isItsTurn = ({ name, parents }: Table) =>
      begun.has(name) || !parents.some((parent) => left.has(parent) && !begun.has(parent));
    const { rows, sha256 } = await readBackup(loading.source, {
      onPage: async (page) => {
        const table = left.get(page.table);
        if (table === undefined || !isItsTurn(table)) return;
        if (!begun.has(table.name)) note(mismatch, table, page);
        begun.add(table.name);
        await insert(tx, table, page);
        if (page.lines.length > 0) loading.onRows(page.table, page.lines.length);
      },
    });
    if (sha256 !== loading.summary.sha256) throw exchanged;
    const expected = new Set(Object.keys(rows));
    if (begun.size === 0) break;
    for (const name of begun) left.delete(name);
    for (const name of left.keys()) if (!expected.has(name)) left.delete(name);
  }
  return { dropped: [...mismatch.dropped], filled: [...mismatch.filled] };
}

/** Tables of a backup, with rows, that the schema has no more. */
export const listDroppedTables = (
  { rows }: Pick<BackupSummary, 'rows'>,
  tables: readonly Table[],
): readonly string[] =>
  Object.keys(rows).filter((name) => !tables.some((table) => table.name === name));

function note(
  { dropped, filled }: Record<keyof Mismatch, Set<string>>,
  table: Table,
  page: BackupPage,
): void {
  const known = table.columns.map(({ name }) => name);
  for (const name of page.columns) if (!known.includes(name)) dropped.add(`${table.name}.${name}`);
  for (const name of known) if (!page.columns.includes(name)) filled.add(`${table.name}.${name}`);
}

/** Postgres itself takes the lines apart and reads each value as the type of its column. */
async function insert(tx: Queryable, table: Table, { columns, lines }: BackupPage): Promise<void> {
  const kept = table.columns.filter(({ name }) => columns.includes(name));
  if (lines.length === 0 || kept.length === 0) return;
  const names = kept.map(({ name }) => quoteIdentifier(name)).join(', ');
  const values = kept.map(({ name, type }) => `(line ->> ${columns.indexOf(name)})::${type}`);
  const inserted = tx.execute(
    sql`insert into ${sql.raw(qualified('public', table.name))} (${sql.raw(names)})
      overriding system value select ${sql.raw(values.join(', '))}
      from json_array_elements(${`[${lines.join(',')}]`}::json) as lines (line)`,
  );
  await inserted.catch((error: unknown) => {
    const refusal = findRefusal(error);
    throw refusal && isAnswer(refusal) ? rowsRefused(table.name, refusal.message) : error;
  });
}

/** Throws where a table has not as many rows as the backup says. */
export function assertAllWritten(
  changes: readonly TableChange[],
  { rows }: Pick<BackupSummary, 'rows'>,
): void {
  const other = changes.find(({ table, after }) => after !== (rows[table] ?? 0));
  if (other === undefined) return;
  const { table, after } = other;
  throw rowsRefused(table, `it has ${rows[table] ?? 0} of them, and ${after} came of that`);
}

const rowsRefused = (table: string, reason: string) =>
  new BackupError('rows_refused', {
    message: `Rows of ${table} cannot be restored: ${reason}. Nothing has been changed.`,
    wayOut:
      'The file is whole, and no backup that was taken of a sound database: take an earlier one.',
  });

const exchanged = new BackupError('backup_unreadable', {
  message: 'The file is not the one that it was a moment ago. Nothing has been changed.',
  wayOut: 'Restore a file that nobody writes to.',
});
