import type { Queryable } from '../../db/connect.ts';
import { expectedHere } from '../shadow.ts';
import { applyNext, type RunMigration } from './apply-next.ts';
import type { LockObserver } from './held-locks.ts';
import type { MigrateRequest, MigrateResult } from './migrate.ts';

/** Whatever is due, in the caller's transaction, which has taken the lock of all that change the schema. */
export async function applyAll(
  tx: Queryable,
  { files, now, onProgress }: MigrateRequest,
  observer: LockObserver,
): Promise<MigrateResult> {
  const expected = await expectedHere(tx);
  const onStart = (tag: string) => onProgress({ kind: 'started', tag });
  const migrations: RunMigration[] = [];
  for (;;) {
    const step = { files, expected, now: now().getTime(), observer, onStart };
    const { migration, warnings } = await applyNext(tx, step);
    if (migration === undefined) return { migrations, warnings };
    migrations.push(migration);
  }
}
