import { addressOf, type Catalog, isStructural, sumUp } from '../catalog/catalog.ts';
import { manifest } from '../manifest.ts';
import type { JudgedMigration, MigrationState } from '../migrations/judge-migrations.ts';
import { listRecordProblems } from '../migrations/record-problems.ts';
import type { SchemaTruth } from '../truth.ts';
import type { Finding } from './migration-error.ts';

/** What a migrator may do to a database. */
export interface Readiness {
  /** Tags of what is to be run, in the order of the journal. */
  readonly due: readonly string[];
  /** While there is one, nothing is run. */
  readonly blockers: readonly Finding[];
  readonly warnings: readonly Finding[];
}

export interface ExaminedSchema {
  readonly actual: Catalog;
  readonly truth: SchemaTruth;
}

/**
 * A migration is due when no record has its hash and nothing of it is there, also when later ones
 * have been recorded.
 */
export function judgeReadiness({ actual, truth }: ExaminedSchema): Readiness {
  const { migrations } = truth;
  const due = migrations.filter(isDue).map(({ tag }) => tag);
  return {
    due,
    blockers: [
      ...blockingRecords(truth),
      ...blockingSchema(actual),
      ...migrations.filter((each) => !isDue(each)).flatMap(blockingMigration),
    ],
    warnings: [...warnOfRecords(truth), ...warnOfDamage(truth, due)],
  };
}

function isDue({ state, there }: JudgedMigration): boolean {
  return unrecorded.has(state) && there.length === 0;
}

const unrecorded: ReadonlySet<MigrationState> = new Set(['pending', 'missing', 'unrecorded']);

const repair = 'run "npx burgee repair", then migrate again';

function blockingRecords({ records }: SchemaTruth): readonly Finding[] {
  if (records.newer.length === 0) return [];
  return [
    {
      object: 'migration records',
      reason: `this code is older than ${records.newer.length} of them: other code has migrated this database`,
      wayOut: 'migrate with the version that is deployed, or with a later one',
    },
  ];
}

/** Migrations are written for a schema that Postgres itself makes, and that somebody has dropped. */
function blockingSchema(actual: Catalog): readonly Finding[] {
  const schema = manifest.objects.filter(
    ({ type, name }) => type === 'schema' && name === 'public',
  );
  return schema
    .filter((object) => !actual.has(addressOf(object)))
    .map(() => ({ object: 'schema public', reason: 'it is not there', wayOut: repair }));
}

function blockingMigration({ tag, state, there, absent }: JudgedMigration): Finding[] {
  const stop = (reason: string, wayOut: string) => [{ object: `migration ${tag}`, reason, wayOut }];
  if (state === 'altered') {
    return stop(
      'its file has changed since it ran here',
      'take the file back as it ran, with git, and put what has changed into a new migration',
    );
  }
  if (state === 'damaged') return stop(`it is recorded, and lacks ${sumUp(absent)}`, repair);
  if (state === 'applied') return [];
  if (absent.length === 0) return stop('everything it makes is there without a record', repair);
  return stop(`it has not run, and ${sumUp(there)} is there already`, repair);
}

/** A database that is newer is refused before. */
function warnOfRecords({ records: judged }: SchemaTruth): Finding[] {
  return listRecordProblems({ ...judged, newer: [] }).map(({ records, reason }) => ({
    object: 'migration records',
    reason: `${records.length} ${reason}`,
  }));
}

function warnOfDamage({ differences }: SchemaTruth, due: readonly string[]): Finding[] {
  const awaited = new Set(
    manifest.objects.filter(({ migration }) => due.includes(`${migration}`)).map(addressOf),
  );
  const damaged = differences
    .filter(({ weight, object }) => weight === 'damage' && !awaited.has(addressOf(object)))
    .map(({ object }) => object)
    .filter(isStructural);
  if (damaged.length === 0) return [];
  return [{ object: 'schema', reason: `${sumUp(damaged)}: not as expected; see "burgee status"` }];
}
