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
import { isReadOnly } from './is-read-only.ts';
import { judgeStored } from './judge-stored.ts';
import { describeTruth } from './schema/describe-truth.ts';

export interface ReadinessCapabilities {
  readonly database: Database;
  readonly now: () => Date;
  readonly codeVersion: string;
  /** What this isolate holds, which needs no store. */
  readonly listHeld: () => readonly SnapshotReport[];
  /** What the store holds of every environment that is seeded. Rejects when it cannot be asked. */
  readonly listStored: ListStored;
  /** The same of the hub, where there is one. */
  readonly listKept?: ListStored | undefined;
  /** What was deployed with the code. */
  readonly listBundled: () => readonly Pick<SnapshotReport, 'environment' | 'version'>[];
}

type ListStored = () => Promise<readonly StoredSnapshot[]>;

/** Whether flags can be served, and how everything behind them is. Never rejects, writes nothing. */
export async function checkReadiness(capabilities: ReadinessCapabilities): Promise<Readiness> {
  const { listStored, listKept } = capabilities;
  const [stored, kept, { environments, ...database }] = await Promise.all([
    findStored(listStored),
    listKept && findStored(listKept),
    examineDatabase(capabilities),
  ]);
  const kv = judgeStore(stored, environments);
  const hub = listKept && judgeStore(kept, environments);
  const snapshots = firstOfEach([
    ...capabilities.listHeld(),
    ...(stored ?? []).filter(({ state }) => state === 'intact').map(from('kv')),
    ...(kept ?? []).filter(({ state }) => state === 'intact').map(from('hub')),
    ...(database.schema === 'damaged' ? [] : environments.map(from('postgres'))),
    ...capabilities.listBundled().map(from('bundle')),
  ]);
  const isWell =
    [kv, hub ?? 'ok', database.postgres].every((state) => state === 'ok') &&
    database.schema === 'sound';
  return {
    status: snapshots.length === 0 ? 'not_ready' : isWell ? 'ready' : 'degraded',
    version: capabilities.codeVersion,
    snapshots,
    ...listPins(stored, environments),
    kv,
    ...(hub && { hub }),
    ...database,
  };
}

async function findStored(list: ListStored) {
  try {
    return await withTimeout(list(), readinessPolicy.patienceMilliseconds);
  } catch {
    return undefined;
  }
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

async function examineDatabase(capabilities: ReadinessCapabilities): Promise<DatabaseReadiness> {
  const { database, now } = capabilities;
  try {
    const answers = Promise.all([
      readTruth(database.current, now().getTime()),
      isReadOnly(database.current),
      listEnvironmentStates(database.current),
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
