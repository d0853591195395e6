import { classifyFailure, isForbidden } from '../db/classify-failure.ts';
import type { Queryable } from '../db/connect.ts';
import { addressOf, type Catalog } from './catalog/catalog.ts';
import { readCatalog } from './catalog/read-catalog.ts';
import { compare } from './drift/compare.ts';
import type { Difference } from './drift/difference.ts';
import { expectedCatalog, manifest, schemas } from './manifest.ts';
import { type JudgedMigration, judgeMigrations } from './migrations/judge-migrations.ts';
import { type JudgedRecords, judgeRecords } from './migrations/judge-records.ts';
import { listRecords, type MigrationRecord } from './migrations/records.ts';

/**
 * `sound`: all is as expected. `behind`: migrations are pending, and nothing else is wrong.
 * `ahead`: newer code has migrated this database. `damaged`: anything else.
 */
export type Verdict = 'sound' | 'behind' | 'ahead' | 'damaged';

/** What is true of a database, against what the code expects of it. */
export interface SchemaTruth {
  readonly verdict: Verdict;
  /** In the order of the journal. */
  readonly migrations: readonly JudgedMigration[];
  readonly records: JudgedRecords;
  readonly differences: readonly Difference[];
}

/** Writes nothing, and waits for one round trip: both questions are asked at once. */
export async function readTruth(db: Queryable, now: number): Promise<SchemaTruth> {
  const [catalog, records] = await Promise.all([
    readCatalog(db, schemas),
    listRecords(db).catch(noneWhereUnreadable),
  ]);
  return judgeSchema({ catalog, records, now });
}

/** Without its table, or the right to read it, there are none: the catalog says it in more words. */
function noneWhereUnreadable(error: unknown): readonly MigrationRecord[] {
  if (isForbidden(error) || classifyFailure(error) === 'damaged') return [];
  throw error;
}

/** Every migration of the journal is among them. */
export function getJudged({ migrations }: SchemaTruth, tag: string): JudgedMigration {
  const judged = migrations.find((each) => each.tag === tag);
  if (judged === undefined) throw new Error(`no migration ${tag}`);
  return judged;
}

export interface Findings {
  readonly catalog: Catalog;
  readonly records: readonly MigrationRecord[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** In the words of the server at hand; by default in those of the one that made the manifest. */
  readonly expected?: Catalog;
}

export function judgeSchema({
  catalog,
  records,
  now,
  expected = expectedCatalog,
}: Findings): SchemaTruth {
  const differences = compare(expected, catalog);
  const found = {
    migrations: judgeMigrations(manifest, records, differences),
    records: judgeRecords(manifest.migrations, records, now),
    differences,
  };
  return { ...found, verdict: judge(found) };
}

function judge({ migrations, records, differences }: Omit<SchemaTruth, 'verdict'>): Verdict {
  if (records.newer.length > 0) return 'ahead';
  const pending = migrations.filter(({ state }) => state === 'pending').map(({ tag }) => tag);
  const isFresh = pending.length === migrations.length;
  const awaited = new Set(
    manifest.objects
      .filter(({ migration, schema }) =>
        migration === null ? isFresh && schema === 'drizzle' : pending.includes(migration),
      )
      .map(addressOf),
  );
  const isWell =
    records.future.length === 0 &&
    records.undated.length === 0 &&
    migrations.every(({ state }) => state === 'applied' || state === 'pending') &&
    differences.every(
      ({ weight, object }) => weight === 'notice' || awaited.has(addressOf(object)),
    );
  if (!isWell) return 'damaged';
  return pending.length > 0 ? 'behind' : 'sound';
}
