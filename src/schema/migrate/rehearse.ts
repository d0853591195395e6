import type { Database, Queryable } from '../../db/connect.ts';
import { schemaPolicy } from '../../resource-policy.ts';
import { expectedHere } from '../shadow.ts';
import { applyNext, type RunMigration } from './apply-next.ts';
import { observeLocks } from './held-locks.ts';
import { inLockedTransaction } from './locked-transaction.ts';
import type { MigrateRequest, MigrateResult } from './migrate.ts';

/**
 * Runs the very statements that `migrate` would run, all in one transaction, and rolls them back.
 * Throws MigrationError where one of them fails.
 */
export async function rehearse(
  database: Database,
  request: MigrateRequest,
): Promise<MigrateResult> {
  const result = await inLockedTransaction(database, {
    lockMilliseconds: schemaPolicy.rehearsalLockMilliseconds,
    onWaiting: () => request.onProgress({ kind: 'waiting' }),
    work: async (tx) => {
      throw new Rehearsed(await runAll(tx, request));
    },
  }).catch((reason: unknown) => {
    if (reason instanceof Rehearsed) return reason.result;
    throw reason;
  });
  return result;
}

async function runAll(tx: Queryable, request: MigrateRequest): Promise<MigrateResult> {
  const { files, now, onProgress } = request;
  const expected = await expectedHere(tx);
  const observer = observeLocks(tx);
  const onStart = (tag: string) => onProgress({ kind: 'started', tag });
  const migrations: RunMigration[] = [];
  for (;;) {
    const step = { files, expected, now: now().getTime(), observer, onStart };
    const { migration, warnings } = await applyNext(tx, step);
    if (migration === undefined) return { migrations, warnings };
    migrations.push(migration);
  }
}

/** Thrown to have everything rolled back. */
class Rehearsed extends Error {
  readonly result: MigrateResult;

  constructor(result: MigrateResult) {
    super('rehearsed');
    this.result = result;
  }
}
