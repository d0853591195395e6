import type { Queryable } from '../../db/connect.ts';
import { attempt } from '../../schema/repair/attempt.ts';
import type { FlagRows } from '../../snapshot/environment-rows.ts';
import { findReplanted } from './find-replanted.ts';
import { heedAudit } from './heed-audit.ts';
import type { Loss } from './loss.ts';
import { findPresentRows, identify, type PresentRows } from './present-rows.ts';
import { readAudited } from './read-audited.ts';
import type { Survivor, Survivors } from './read-survivors.ts';

interface Question {
  readonly published: Survivors;
  /** Names of tables that are made by this repair. */
  readonly createdTables: ReadonlySet<string>;
}

/**
 * Environments are deleted with a snapshot that says so, flags when nobody is served them, and keys
 * never, so one that is published and not there was lost, unless the audit log knows better.
 * Overrides and segments can be deleted, which raises the version: they count as lost where it has
 * not risen, where their table was, or where something else was lost as well.
 */
export async function findLosses(
  tx: Queryable,
  { published: { survivors }, createdTables }: Question,
): Promise<Loss[]> {
  if (survivors.length === 0) return [];
  const present = await findPresentRows(tx);
  const seeds = await attempt(tx, () => findReplanted(tx, survivors));
  const replanted = 'result' in seeds ? seeds.result : new Set<string>();
  const losses = survivors
    .map((survivor) => lossOf(survivor, { present, replanted, createdTables }))
    .filter(isLoss);
  if (losses.length === 0) return [];
  const audited = await readAudited(tx);
  const isDeleted = ({ environment: { key } }: Loss) =>
    audited.lastAction('environment', key) === 'environment.delete';
  return losses
    .filter((loss) => !isDeleted(loss))
    .map((loss) => heedAudit(loss, audited))
    .filter(isLoss);
}

interface Findings {
  readonly present: PresentRows;
  readonly replanted: ReadonlySet<string>;
  readonly createdTables: ReadonlySet<string>;
}

function lossOf({ snapshot, rows }: Survivor, findings: Findings): Loss {
  const { present, replanted, createdTables } = findings;
  const { environment } = rows;
  const isFlagLost = ({ flag: { key } }: FlagRows) =>
    replanted.has(key) ||
    !present.flags.has(identify(key)) ||
    !present.states.has(identify(environment.key, key));
  const flags = rows.flags.filter(isFlagLost);
  const keys = rows.keys.filter(({ id }) => !present.keys.has(identify(id)));
  const hasRisen =
    snapshot.pinnedTo !== undefined ||
    (present.versions.get(environment.key) ?? 0) > snapshot.version;
  const isLost = (table: string) =>
    !hasRisen || createdTables.has(table) || flags.length + keys.length > 0;
  return {
    snapshot,
    environment,
    flags,
    overrides: isLost('feature_flag_overrides')
      ? rows.flags.flatMap(({ overrides }) => overrides).filter((each) => !isThere(each, findings))
      : [],
    segments: isLost('segments')
      ? rows.segments.filter(({ key }) => !present.segments.has(identify(key)))
      : [],
    keys,
    strangers: [],
    replanted,
    hasRisen,
    isUnknown: !present.versions.has(environment.key),
  };
}

const isThere = (
  { environmentKey, flagKey, scope, subject }: Loss['overrides'][number],
  { present, replanted }: Findings,
) =>
  !replanted.has(flagKey) &&
  present.overrides.has(identify(environmentKey, flagKey, scope, subject));

const isLoss = ({ isUnknown, flags, overrides, segments, keys }: Loss): boolean =>
  isUnknown || flags.length + overrides.length + segments.length + keys.length > 0;
