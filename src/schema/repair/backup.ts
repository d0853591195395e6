import { type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import type { Catalog, CatalogObject } from '../catalog/catalog.ts';
import { isReadable } from '../catalog/is-readable.ts';
import { qualified } from '../catalog/quote.ts';
import { expectedCatalog } from '../manifest.ts';
import type { MigrationRecord } from '../migrations/records.ts';
import type { Diagnosis } from './diagnose.ts';

/** Where to return to, should a person want to undo the repair. */
export interface BackupPoint {
  readonly database: string;
  /** RFC 3339. */
  readonly at: string;
  /** Position in the write-ahead log. */
  readonly lsn: string;
  /** Of every table of ours that is there. */
  readonly rows: Readonly<Record<string, number>>;
  readonly restore: string;
  /** What Drizzle had recorded. */
  readonly records: readonly MigrationRecord[];
  /** Everything that was there, in Postgres's own words. */
  readonly catalog: readonly CatalogObject[];
}

/** Asked before anything is written. */
export async function recordBackupPoint(
  tx: Queryable,
  { actual, records }: Pick<Diagnosis, 'actual' | 'records'>,
): Promise<BackupPoint> {
  const tables = listCountable(actual);
  const [answer] = await rowsOf<Pick<BackupPoint, 'database' | 'at' | 'lsn'> & Counted>(
    tx,
    sql`select current_database()::text as database, pg_current_wal_lsn()::text as lsn,
      to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      ${countsOf(tables)} as counts`,
  );
  if (answer === undefined) throw new Error('Postgres did not say where it stands');
  const { counts, ...point } = answer;
  return {
    ...point,
    rows: byName(tables, counts),
    restore: howToRestore(point.at),
    records,
    catalog: [...actual.values()],
  };
}

/** Of the tables that are expected and there; those that the role may not read are left out. */
export async function countRows(
  tx: Queryable,
  actual: Catalog,
): Promise<Readonly<Record<string, number>>> {
  const tables = listCountable(actual);
  const [row] = await rowsOf<Counted>(tx, sql`select ${countsOf(tables)} as counts`);
  return byName(tables, row?.counts ?? []);
}

interface Counted {
  readonly counts: readonly number[];
}

const listCountable = (actual: Catalog) =>
  [...expectedCatalog.values()].filter(
    (object) => object.type === 'table' && isReadable(object, actual),
  );

function countsOf(tables: readonly CatalogObject[]): SQL {
  const counts = tables.map(
    ({ schema, name }) => `(select count(*) from ${qualified(schema, name)})`,
  );
  return sql.raw(`json_build_array(${counts.join(', ')})`);
}

const byName = (tables: readonly CatalogObject[], counts: readonly number[]) =>
  Object.fromEntries(tables.map(({ name }, index) => [name, counts[index] ?? 0]));

const howToRestore = (at: string) =>
  `On Neon: neon branches restore <branch> ^self@${at} --preserve-under-name before-restore (within the history window of your plan). Elsewhere: point-in-time recovery to this time or LSN.`;
