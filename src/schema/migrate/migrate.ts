import type { Database } from '../../db/connect.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { expectedHere } from '../shadow.ts';
import { applyNext, type RunMigration } from './apply-next.ts';
import { unobserved } from './held-locks.ts';
import { inLockedTransaction } from './locked-transaction.ts';
import type { Finding } from './migration-error.ts';
import type { MigrationFile } from './migration-file.ts';

export interface MigrateRequest {
  readonly files: readonly MigrationFile[];
  readonly now: () => Date;
  readonly onProgress: (progress: MigrateProgress) => void;
}

export type MigrateProgress =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'started' | 'ended'; readonly tag: string };

export interface MigrateResult {
  /** In the order in which they ran; those of others who ran at the same time are not among them. */
  readonly migrations: readonly RunMigration[];
  readonly warnings: readonly Finding[];
}

/**
 * Applies what is due, one file a transaction, in the order of the journal. Any number may run at
 * once: each file is applied by one of them. Throws MigrationError; the files before it stay.
 */
export async function migrate(database: Database, request: MigrateRequest): Promise<MigrateResult> {
  const { files, now, onProgress } = request;
  const migrations: RunMigration[] = [];
  const onWaiting = () => onProgress({ kind: 'waiting' });
  const onStart = (tag: string) => onProgress({ kind: 'started', tag });
  let expected: Catalog | undefined;
  for (;;) {
    const { migration, warnings } = await inLockedTransaction(database, {
      onWaiting,
      work: async (tx) => {
        expected ??= await expectedHere(tx);
        const observer = unobserved;
        return applyNext(tx, { files, expected, now: now().getTime(), observer, onStart });
      },
    });
    if (migration === undefined) return { migrations, warnings };
    migrations.push(migration);
    onProgress({ kind: 'ended', tag: migration.tag });
  }
}
