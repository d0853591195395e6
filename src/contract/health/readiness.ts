import type { SchemaReport } from './schema-report.ts';

/** The condition of a place that snapshots are published to. */
export type StoreState = 'ok' | 'unreachable' | 'corrupt' | 'missing' | 'behind';

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
  /**
   * Environments that a person pinned to an earlier version: they serve that, whatever is changed in
   * the meantime. Absent where there are none.
   */
  readonly pinned?: readonly Pin[];
  /**
   * Environments whose newest version is not published, as the edge would not read it well or rows
   * seem to be lost: what was published before is served. Absent where there are none.
   */
  readonly withheld?: readonly Withheld[];
  /**
   * `corrupt`: what is there is refused. `missing`: an environment is not there. `behind`: it is older
   * than what was changed a while ago. `POST /admin/warm` mends all three.
   */
  readonly kv: StoreState;
  /** The same of the hub, without which there are no live updates; absent where none is deployed. */
  readonly hub?: StoreState;
  /**
   * `busy`: it answers, but somebody holds a table that its schema cannot be told without.
   * `read_only`: it takes no writes just now.
   */
  readonly postgres: 'ok' | 'busy' | 'read_only' | 'unreachable';
  /** The worst state that any migration is in; absent while it cannot be told. */
  readonly migrations?: SchemaReport['migrations'][number]['state'];
  readonly schema?: SchemaReport['verdict'];
  /** For those who may know it, the whole truth. */
  readonly report?: SchemaReport;
}

export interface Withheld {
  readonly environment: string;
  /** With the way out; for those who may know it. */
  readonly reason?: string;
}

export interface Pin {
  readonly environment: string;
  /** Whose flags are served. */
  readonly version: number;
}

export interface SnapshotReport {
  readonly environment: string;
  readonly version: number;
  readonly source: 'memory' | 'kv' | 'hub' | 'postgres' | 'bundle';
  /** Of a snapshot in memory: since its source last said that there is nothing newer. */
  readonly age_seconds?: number;
}
