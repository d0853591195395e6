import { addressOf, isStructural } from '../catalog/catalog.ts';
import type { Difference } from '../drift/difference.ts';
import type { ExpectedObject, Manifest, Migration } from '../manifest.ts';
import type { MigrationRecord } from './records.ts';

/**
 * `applied`: recorded, and all it makes is there. `pending`: not yet run, Drizzle will. `missing`:
 * not run, and Drizzle never will, as it has recorded a later one. `damaged`: recorded, and
 * something it makes is not there. `unrecorded`: all it makes is there, only the record is not, or
 * has lost its date.
 * `altered`: its file has changed since it was recorded.
 */
export type MigrationState =
  | 'applied'
  | 'pending'
  | 'missing'
  | 'damaged'
  | 'unrecorded'
  | 'altered';

export interface JudgedMigration {
  readonly tag: string;
  readonly state: MigrationState;
  /** What it makes that is there as it makes it, valid or not. */
  readonly there: readonly ExpectedObject[];
  /** What it makes that is not there as it makes it, or that Postgres does not rely on. */
  readonly absent: readonly ExpectedObject[];
}

/**
 * Decided by hash and by what is there. Drizzle itself looks at nothing but the highest time, which
 * is how a migration in the middle stays away for ever while `drizzle-kit migrate` says success.
 */
export function judgeMigrations(
  { migrations, objects }: Manifest,
  records: readonly MigrationRecord[],
  differences: readonly Difference[],
): readonly JudgedMigration[] {
  const amiss = new Map(
    differences.filter(isDamage).map(({ object, kind }) => [addressOf(object), kind]),
  );
  const kindOf = (object: ExpectedObject) => amiss.get(addressOf(object));
  const made = Map.groupBy(objects.filter(isStructural), ({ migration }) => migration);
  const latest = Math.max(...records.map(({ when }) => when ?? -Infinity));
  return migrations.map((migration) => {
    const own = made.get(migration.tag) ?? [];
    const absent = own.filter((object) => kindOf(object) !== undefined);
    const there = own.filter((object) => ['invalid', undefined].includes(kindOf(object)));
    const isThere = own.length > 0 && absent.length === 0;
    const state = judge(migration, { records, latest, isThere, isDamaged: absent.length > 0 });
    return { tag: migration.tag, state, there, absent };
  });
}

const isDamage = ({ weight, kind }: Difference) => weight === 'damage' && kind !== 'extra';

interface Evidence {
  readonly records: readonly MigrationRecord[];
  readonly latest: number;
  readonly isThere: boolean;
  readonly isDamaged: boolean;
}

function judge({ hash, when }: Migration, evidence: Evidence): MigrationState {
  const { records, latest, isThere, isDamaged } = evidence;
  const own = records.filter((record) => record.hash === hash);
  const isDated = own.every((record) => record.when !== null);
  if (own.length > 0 && isDamaged) return 'damaged';
  if (own.length > 0 && isDated) return 'applied';
  if (records.some((record) => record.when === when)) return 'altered';
  if (isThere) return 'unrecorded';
  return latest >= when ? 'missing' : 'pending';
}
