import type { SchemaReport } from './schema-report.ts';

/** What `/health/ready` answers. */
export interface Readiness {
  /**
   * `ready`: all is well. `degraded`: flags are served, and something behind them is not well.
   * `not_ready`: there is nothing to serve flags from.
   */
  readonly status: 'ready' | 'degraded' | 'not_ready';
  /** Of the code. */
  readonly version: string;
  readonly snapshots: readonly SnapshotReport[];
  readonly kv: 'ok' | 'unreachable';
  /** `busy`: it answers, but somebody holds a table that its schema cannot be told without. */
  readonly postgres: 'ok' | 'busy' | 'unreachable';
  /** The worst state that any migration is in; absent while it cannot be told. */
  readonly migrations?: SchemaReport['migrations'][number]['state'];
  readonly schema?: SchemaReport['verdict'];
  /** For those who may know it, the whole truth. */
  readonly report?: SchemaReport;
}

export interface SnapshotReport {
  readonly environment: string;
  readonly version: number;
  readonly source: 'memory' | 'kv';
  /** Since its source last said that there is nothing newer; of what is in memory. */
  readonly age_seconds?: number;
}
