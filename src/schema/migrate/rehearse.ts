import type { Database } from '../../db/connect.ts';
import { schemaPolicy } from '../../resource-policy.ts';
import { applyAll } from './apply-all.ts';
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
      throw new Rehearsed(await applyAll(tx, request, observeLocks(tx)));
    },
  }).catch((reason: unknown) => {
    if (reason instanceof Rehearsed) return reason.result;
    throw reason;
  });
  return result;
}

/** Thrown to have everything rolled back. */
class Rehearsed extends Error {
  readonly result: MigrateResult;

  constructor(result: MigrateResult) {
    super('rehearsed');
    this.result = result;
  }
}
