import type { Database, Queryable } from '../../db/connect.ts';
import { schemaPolicy } from '../../resource-policy.ts';
import { type Bounds, takeSchemaLock } from '../lock.ts';
import { preflight } from '../preflight.ts';
import { MigrationError } from './migration-error.ts';

export interface LockedTransactionRequest<Result> {
  /** How long a table that others use is waited for, while whoever comes after waits too. */
  readonly lockMilliseconds?: number;
  /** Told once, when another migration or repair is running. */
  readonly onWaiting: () => void;
  readonly work: (tx: Queryable) => Promise<Result>;
}

const { migration, othersMilliseconds, pauseMilliseconds } = schemaPolicy;

/** One transaction under the lock that all share who change the schema. */
export function inLockedTransaction<Result>(
  database: Database,
  {
    lockMilliseconds = migration.lockMilliseconds,
    onWaiting,
    work,
  }: LockedTransactionRequest<Result>,
): Promise<Result> {
  return database.transaction(
    async (tx) => {
      await awaitLock(tx, { ...migration, lockMilliseconds }, onWaiting);
      await assertWritable(tx);
      return work(tx);
    },
    { queryTimeoutMilliseconds: schemaPolicy.migrationQueryMilliseconds },
  );
}

async function awaitLock(tx: Queryable, bounds: Bounds, onWaiting: () => void): Promise<void> {
  const deadline = performance.now() + othersMilliseconds;
  if (await takeSchemaLock(tx, bounds)) return;
  onWaiting();
  while (performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
    if (await takeSchemaLock(tx, bounds)) return;
  }
  throw new MigrationError('schema_locked', {
    message: `Another migration or repair has been running for ${othersMilliseconds / 1000} seconds.`,
    wayOut: 'Wait for its end, then try again.',
  });
}

async function assertWritable(tx: Queryable): Promise<void> {
  const { refusal } = await preflight(tx);
  if (refusal === undefined) return;
  throw new MigrationError('refused', { message: refusal, wayOut: 'Then try again.' });
}
