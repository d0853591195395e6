import type { Readiness, SnapshotReport } from '../contract/readiness.ts';
import type { SchemaReport } from '../contract/schema-report.ts';
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
  const [stored, report] = await Promise.all([findStored(capabilities), findReport(capabilities)]);
  const snapshots = stored ?? capabilities.listHeld();
  const known = {
    version: capabilities.codeVersion,
    snapshots,
    kv: stored === undefined ? 'unreachable' : 'ok',
    postgres: report === undefined ? 'unreachable' : 'ok',
  } as const;
  if (report === undefined)
    return { status: snapshots.length > 0 ? 'degraded' : 'not_ready', ...known };
  const { verdict: schema } = report;
  const isWell = stored !== undefined && schema === 'sound';
  const status = snapshots.length === 0 ? 'not_ready' : isWell ? 'ready' : 'degraded';
  return { status, ...known, migrations: worstState(report), schema, report };
}

async function findStored({ listSnapshots }: ReadinessCapabilities) {
  try {
    return await withTimeout(listSnapshots(), patienceMilliseconds);
  } catch {
    return undefined;
  }
}

async function findReport({ database, now }: ReadinessCapabilities) {
  try {
    const truth = await withTimeout(
      readTruth(database.reads, now().getTime()),
      patienceMilliseconds,
    );
    return truth && describeTruth(truth);
  } catch {
    return undefined;
  }
}

type State = SchemaReport['migrations'][number]['state'];

const worstFirst: readonly State[] = ['missing', 'damaged', 'altered', 'unrecorded', 'pending'];

function worstState({ migrations }: SchemaReport): State {
  return worstFirst.find((state) => migrations.some((each) => each.state === state)) ?? 'applied';
}
