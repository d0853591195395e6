import { attempt } from '../../db/attempt.ts';
import type { Queryable } from '../../db/connect.ts';
import type { FlagRows } from '../../snapshot/compile/environment-rows.ts';
import { findReplanted } from './find-replanted.ts';
import { heedAudit } from './heed-audit.ts';
import { type Loss, sizeOf } from './loss.ts';
import { identify, type PresentRows } from './present-rows.ts';
import { readAudited } from './read-audited.ts';
import type { Survivor, Survivors } from './read-survivors.ts';

interface Question {
  readonly published: Survivors;
  /** Names of tables that are made by this repair. */
  readonly createdTables: ReadonlySet<string>;
  readonly present: PresentRows;
}

/**
 * Environments are deleted with a snapshot that says so, flags when nobody is served them, and keys
 * never, so one that is published and not there was lost, unless the audit log knows better.
 * Overrides and segments can be deleted, which raises the version: they count as lost where it has
 * not risen, where their table was, or where something else was lost as well.
 */
export async function findLosses(
  tx: Queryable,
  { published: { survivors }, createdTables, present }: Question,
): Promise<Loss[]> {
  if (survivors.length === 0) return [];
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
    replanted.has(key) || !present.flags.get(key)?.has(environment.key);
  const flags = rows.flags.filter(isFlagLost);
  const keys = rows.keys.filter(({ id }) => !present.keys.has(identify(id)));
  const contextKeys = rows.contextKeys.filter(({ id }) => !present.contextKeys.has(identify(id)));
  const hasRisen =
    snapshot.pinnedTo !== undefined ||
    (present.versions.get(environment.key) ?? 0) > snapshot.version;
  const isLost = (table: string) =>
    !hasRisen || createdTables.has(table) || flags.length + keys.length + contextKeys.length > 0;
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
    contextKeys,
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

const isLoss = (loss: Loss): boolean => loss.isUnknown || sizeOf(loss) > 0;
