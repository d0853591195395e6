import { sql } from 'drizzle-orm';
import { attempt } from '../../db/attempt.ts';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { isReadable } from '../catalog/is-readable.ts';
import { type Migration, manifest } from '../manifest.ts';
import type { JudgedMigration } from '../migrations/judge-migrations.ts';
import { dateStatement, recordStatement } from '../migrations/record-statements.ts';
import { recordsTable } from '../migrations/records.ts';

/**
 * Records the migrations whose every object was seen to be there; those that also move data are
 * left to a person, since no catalog tells whether they ran. Nothing is deleted or overwritten; a
 * record that has lost its date gets it back. Returns their tags; none where Postgres refuses or
 * the role cannot read what is recorded, which the truth afterwards shows.
 */
export async function writeRecords(
  tx: Queryable,
  judged: readonly JudgedMigration[],
  actual: Catalog,
): Promise<readonly string[]> {
  if (!isReadable(recordsTable, actual)) return [];
  const tags = judged.filter(({ state }) => state === 'unrecorded').map(({ tag }) => tag);
  const due = manifest.migrations.filter(({ tag, movesData }) => tags.includes(tag) && !movesData);
  if (due.length === 0) return [];
  const written = await attempt(tx, async () => {
    for (const migration of due) await writeRecord(tx, migration, actual);
  });
  return 'result' in written ? due.map(({ tag }) => tag) : [];
}

/** One that has lost its date gets it back: Drizzle would take it for the latest of all. */
async function writeRecord(tx: Queryable, migration: Migration, actual: Catalog): Promise<void> {
  const dated = await rowsOf(tx, sql.raw(dateStatement(migration)));
  if (dated.length === 0) await tx.execute(sql.raw(recordStatement(migration, actual)));
}
