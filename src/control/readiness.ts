import type { Readiness, SnapshotReport } from '../contract/readiness.ts';
import type { SchemaReport } from '../contract/schema-report.ts';
import { findRefusal } from '../db/classify-failure.ts';
import type { Database } from '../db/connect.ts';
import { readTruth } from '../schema/truth.ts';
import { withTimeout } from '../snapshot/with-timeout.ts';
import { describeTruth } from './schema/describe-truth.ts';

export interface ReadinessCapabilities {
  readonly database: Database;
  readonly now: () => Date;
  readonly codeVersion: string;
  /** What flags can be served from. Rejects when the store cannot be asked. */
  readonly listSnapshots: () => Promise<readonly SnapshotReport[]>;
  /** What this isolate holds, which needs no store. */
  readonly listHeld: () => readonly SnapshotReport[];
}

/** Whoever asks for health wants an answer, not a wait. */
const patienceMilliseconds = 3_000;

/** Whether flags can be served, and how everything behind them is. Never rejects, writes nothing. */
export async function checkReadiness(capabilities: ReadinessCapabilities): Promise<Readiness> {
  const [stored, database] = await Promise.all([
    findStored(capabilities),
    examineDatabase(capabilities),
  ]);
  const snapshots = stored ?? capabilities.listHeld();
  const isWell = stored !== undefined && database.schema === 'sound';
  return {
    status: snapshots.length === 0 ? 'not_ready' : isWell ? 'ready' : 'degraded',
    version: capabilities.codeVersion,
    snapshots,
    kv: stored === undefined ? 'unreachable' : 'ok',
    ...database,
  };
}

async function findStored({ listSnapshots }: ReadinessCapabilities) {
  try {
    return await withTimeout(listSnapshots(), patienceMilliseconds);
  } catch {
    return undefined;
  }
}

type DatabaseReadiness = Pick<Readiness, 'postgres' | 'migrations' | 'schema' | 'report'>;

async function examineDatabase(capabilities: ReadinessCapabilities): Promise<DatabaseReadiness> {
  const { database, now } = capabilities;
  try {
    const truth = await withTimeout(
      readTruth(database.reads, now().getTime()),
      patienceMilliseconds,
    );
    if (truth === undefined) return { postgres: 'unreachable' };
    const report = describeTruth(truth);
    return { postgres: 'ok', migrations: worstState(report), schema: report.verdict, report };
  } catch (error) {
    return { postgres: findRefusal(error)?.code === LOCK_NOT_AVAILABLE ? 'busy' : 'unreachable' };
  }
}

const LOCK_NOT_AVAILABLE = '55P03';

type State = SchemaReport['migrations'][number]['state'];

const worstFirst: readonly State[] = ['missing', 'damaged', 'altered', 'unrecorded', 'pending'];

function worstState({ migrations }: SchemaReport): State {
  return worstFirst.find((state) => migrations.some((each) => each.state === state)) ?? 'applied';
}
