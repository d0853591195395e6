import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { isReadable } from '../catalog/is-readable.ts';
import { type Migration, manifest } from '../manifest.ts';
import type { JudgedMigration } from '../migrations/judge-migrations.ts';
import { recordsTable } from '../migrations/records.ts';
import { attempt } from './attempt.ts';

/**
 * Records the migrations whose every object was seen to be there; those that also move data are
 * left to a person, since no catalog tells whether they ran. Nothing is deleted or overwritten; a
 * record that has lost its date gets it back. Returns their tags; none where Postgres refuses or the role cannot read what is recorded, which
 * the truth afterwards shows.
 */
export async function writeRecords(
  tx: Queryable,
  judged: readonly JudgedMigration[],
  actual: Catalog,
): Promise<readonly string[]> {
  if (!isReadable(recordsTable, actual)) return [];
  const tags = judged.filter(({ state }) => state === 'unrecorded').map(({ tag }) => tag);
  const due = manifest.migrations.filter(({ tag, movesData }) => tags.includes(tag) && !movesData);
  const insert = hasNames(actual) ? insertNamed : insertRecord;
  const written = await attempt(tx, async () => {
    for (const migration of due) await tx.execute(insert(migration));
  });
  return 'result' in written ? due.map(({ tag }) => tag) : [];
}

const insertRecord = ({ hash, when }: Migration) => sql`${dateRecord(hash, when)}
  insert into drizzle.__drizzle_migrations (hash, created_at)
    select ${hash}, ${when}::bigint where not exists (select from dated)`;

/** Drizzle 1.0 keeps the tag too, and runs a migration again whose tag it does not find. */
const insertNamed = ({ hash, when, tag }: Migration) => sql`${dateRecord(hash, when)}
  insert into drizzle.__drizzle_migrations (hash, created_at, name)
    select ${hash}, ${when}::bigint, ${tag} where not exists (select from dated)`;

/** Drizzle takes a record without date for the latest of all, and then runs everything again. */
const dateRecord = (hash: string, when: number) => sql`with dated as (
    update drizzle.__drizzle_migrations set created_at = ${when}::bigint
    where hash = ${hash} and created_at is null returning hash
  )`;

function hasNames(actual: Catalog): boolean {
  const isColumn = { type: 'column', table: '__drizzle_migrations', name: 'name' };
  return [...actual.values()].some(
    ({ type, table, name }) =>
      type === isColumn.type && table === isColumn.table && name === isColumn.name,
  );
}
