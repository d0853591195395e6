import type { Queryable } from '../../db/connect.ts';
import { examine } from '../../schema/examine.ts';
import { manifest } from '../../schema/manifest.ts';
import { expectedHere } from '../../schema/shadow.ts';
import { BackupError } from '../backup/backup-error.ts';
import type { BackupHead } from '../backup/backup-format.ts';

/** Throws for a backup of a newer schema, and of one whose rows a migration since would have to move. */
export function assertOfThisCode({ migrations, code, taken_at }: BackupHead): void {
  const unknown = migrations.filter(
    ({ hash }) => !manifest.migrations.some((known) => known.hash === hash),
  );
  if (unknown.length > 0) {
    throw new BackupError('backup_newer', {
      message: `The backup of ${taken_at} is of a newer schema: this code does not know ${unknown.length} of its migrations.`,
      wayOut: `Restore with the version of the code that made it (${code}), or with a later one.`,
    });
  }
  const moving = manifest.migrations.find(
    ({ hash, movesData }) => movesData && !migrations.some((applied) => applied.hash === hash),
  );
  if (moving === undefined) return;
  throw new BackupError('backup_older', {
    message: `The backup of ${taken_at} is older than the migration ${moving.tag}, which moves rows, and cannot do so with what is restored.`,
    wayOut: `Restore it with the version of the code that made it (${code}), and migrate afterwards with this one.`,
  });
}

/** Throws where the schema is not as this code needs it: rows would be lost in what is missing. */
export async function assertSound(tx: Queryable, now: number): Promise<void> {
  const { truth } = await examine(tx, await expectedHere(tx), now);
  if (truth.verdict === 'sound') return;
  throw new BackupError('not_sound', {
    message: `The schema of this database is ${truth.verdict}: nothing can be restored into it as it is.`,
    wayOut: 'See "npx burgee status", mend it with "npx burgee repair", or take an empty database.',
  });
}
