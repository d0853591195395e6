import type { Pin, Readiness, SnapshotReport, StoreState } from '../contract/readiness.ts';
import type { SchemaReport } from '../contract/schema-report.ts';
import { findRefusal } from '../db/classify-failure.ts';
import type { Database } from '../db/connect.ts';
import { readinessPolicy } from '../resource-policy.ts';
import { readTruth } from '../schema/truth.ts';
import type { StoredSnapshot } from '../snapshot/inspect-stored.ts';
import { withTimeout } from '../snapshot/with-timeout.ts';
import {
  type EnvironmentState,
  listEnvironmentStates,
} from './environments/list-environment-states.ts';
import { findWithheld } from './find-withheld.ts';
import { type Inspected, inspectPlaces, type Places } from './inspect-places.ts';
import { isReadOnly } from './is-read-only.ts';
import { judgeStored } from './judge-stored.ts';
import { describeTruth } from './schema/describe-truth.ts';

export interface ReadinessCapabilities extends Places {
  readonly database: Database;
  readonly now: () => Date;
  readonly codeVersion: string;
  /** Why a publisher would withhold the newest; undefined where it would not. May reject. */
  readonly explainWithheld: (environment: string) => Promise<string | undefined>;
}

/** Whether flags can be served, and how everything behind them is. Never rejects, writes nothing. */
export async function checkReadiness(capabilities: ReadinessCapabilities): Promise<Readiness> {
  const states = listStates(capabilities.database);
  const [inspected, { environments, ...database }] = await Promise.all([
    inspectPlaces(
      capabilities,
      states.then((rows) => rows.map(({ key }) => key)),
    ),
    examineDatabase(capabilities, states),
  ]);
  const { held, stored, kept, bundled } = inspected;
  const kv = judgeStore(stored, environments);
  const hub = capabilities.hub && judgeStore(kept, environments);
  const snapshots = firstOfEach([
    ...held,
    ...(stored ?? []).filter(({ state }) => state === 'intact').map(from('kv')),
    ...(kept ?? []).filter(({ state }) => state === 'intact').map(from('hub')),
    ...(database.schema === 'damaged' ? [] : environments.map(from('postgres'))),
    ...bundled,
  ]);
  const withheld = await findWithheld(capabilities, listWaiting(environments, inspected));
  const isWell =
    [kv, hub ?? 'ok', database.postgres].every((state) => state === 'ok') &&
    database.schema === 'sound' &&
    withheld.length === 0;
  return {
    status: snapshots.length === 0 ? 'not_ready' : isWell ? 'ready' : 'degraded',
    version: capabilities.codeVersion,
    snapshots,
    ...listPins(stored, environments),
    ...(withheld.length > 0 && { withheld }),
    kv,
    ...(hub && { hub }),
    ...database,
  };
}

/** Rejects also where there is no database to ask. */
const listStates = async ({ current }: Pick<Database, 'current'>) => listEnvironmentStates(current);

/** Of which a newer version was committed than anything that is known to be published. */
function listWaiting(
  environments: readonly EnvironmentState[],
  { stored, kept }: Inspected,
): readonly string[] {
  if (stored === undefined) return [];
  const published = [...stored, ...(kept ?? [])];
  return environments
    .filter(({ key, version }) =>
      published.every((each) => each.environment !== key || each.version < version),
    )
    .map(({ key }) => key);
}

/** As the database has it; while that cannot be asked, as it is published. */
function listPins(
  stored: readonly StoredSnapshot[] | undefined,
  environments: readonly EnvironmentState[],
): Pick<Readiness, 'pinned'> {
  const published = stored?.map(({ environment, pinnedTo }) => pinOf(environment, pinnedTo));
  const pins =
    environments.length > 0
      ? environments.map(({ key, pinnedVersion }) => pinOf(key, pinnedVersion))
      : (published ?? []);
  const pinned = pins.filter((pin) => pin !== undefined);
  return pinned.length === 0 ? {} : { pinned };
}

const pinOf = (environment: string, version: number | null | undefined): Pin | undefined =>
  version ? { environment, version } : undefined;

/** Undefined is a store that did not answer. */
function judgeStore(
  stored: readonly StoredSnapshot[] | undefined,
  environments: readonly EnvironmentState[],
): StoreState {
  if (stored === undefined) return 'unreachable';
  const states = stored.map((each) =>
    judgeStored(
      each,
      environments.find(({ key }) => key === each.environment),
    ),
  );
  return worstKvFirst.find((state) => states.includes(state)) ?? 'ok';
}

const worstKvFirst: readonly ReturnType<typeof judgeStored>[] = ['corrupt', 'missing', 'behind'];

const from =
  (source: SnapshotReport['source']) =>
  ({ version, ...each }: { version: number } & ({ environment: string } | { key: string })) => ({
    environment: 'environment' in each ? each.environment : each.key,
    version,
    source,
  });

const firstOfEach = (snapshots: readonly SnapshotReport[]): readonly SnapshotReport[] =>
  snapshots.filter(
    ({ environment }, index) =>
      snapshots.findIndex((other) => other.environment === environment) === index,
  );

type DatabaseReadiness = Pick<Readiness, 'postgres' | 'migrations' | 'schema' | 'report'> & {
  readonly environments: readonly EnvironmentState[];
};

async function examineDatabase(
  { database, now }: Pick<ReadinessCapabilities, 'database' | 'now'>,
  states: Promise<readonly EnvironmentState[]>,
): Promise<DatabaseReadiness> {
  try {
    const answers = Promise.all([
      readTruth(database.current, now().getTime()),
      isReadOnly(database.current),
      states,
    ]);
    const answer = await withTimeout(answers, readinessPolicy.patienceMilliseconds);
    if (answer === undefined) return { postgres: 'unreachable', environments: [] };
    const [truth, takesNoWrites, environments] = answer;
    const report = describeTruth(truth);
    return {
      postgres: takesNoWrites ? 'read_only' : 'ok',
      migrations: worstState(report),
      schema: report.verdict,
      report,
      environments,
    };
  } catch (error) {
    const isBusy = findRefusal(error)?.code === LOCK_NOT_AVAILABLE;
    return { postgres: isBusy ? 'busy' : 'unreachable', environments: [] };
  }
}

const LOCK_NOT_AVAILABLE = '55P03';

type State = SchemaReport['migrations'][number]['state'];

const worstFirst: readonly State[] = ['missing', 'damaged', 'altered', 'unrecorded', 'pending'];

function worstState({ migrations }: SchemaReport): State {
  return worstFirst.find((state) => migrations.some((each) => each.state === state)) ?? 'applied';
}
