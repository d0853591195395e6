import type { Pin, Readiness, SnapshotReport, StoreState } from '../contract/health/readiness.ts';
import type { SchemaReport } from '../contract/health/schema-report.ts';
import { isLocked } from '../db/classify-failure.ts';
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
import { inspectPlaces, type Places } from './inspect-places.ts';
import { isReadOnly } from './is-read-only.ts';
import { judgeStored } from './judge-stored.ts';
import { listWaiting } from './list-waiting.ts';
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
  const [{ held, stored, kept, bundled }, { environments, ...database }] = await Promise.all([
    inspectPlaces(
      capabilities,
      states.then((rows) => rows.map(({ key }) => key)),
    ),
    askDatabase(capabilities, states),
  ]);
  const kv = judgeStore(stored, environments);
  const hub = capabilities.hub && judgeStore(kept, environments);
  const snapshots = firstOfEach([
    ...held,
    ...(stored ?? []).filter(({ state }) => state === 'intact').map(from('kv')),
    ...(kept ?? []).filter(({ state }) => state === 'intact').map(from('hub')),
    ...(database.schema === 'damaged' ? [] : environments.map(from('postgres'))),
    ...bundled,
  ]);
  const published = [...(stored ?? []), ...(kept ?? [])];
  const waiting = stored ? listWaiting(environments, published) : [];
  const withheld = await findWithheld(capabilities, waiting);
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

async function askDatabase(
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
    return { postgres: isLocked(error) ? 'busy' : 'unreachable', environments: [] };
  }
}

type State = SchemaReport['migrations'][number]['state'];

const worstFirst: readonly State[] = ['missing', 'damaged', 'altered', 'unrecorded', 'pending'];

function worstState({ migrations }: SchemaReport): State {
  return worstFirst.find((state) => migrations.some((each) => each.state === state)) ?? 'applied';
}
