import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { examine } from '../../schema/examine.ts';
import { manifest } from '../../schema/manifest.ts';
import { expectedHere } from '../../schema/shadow.ts';
import { BackupError } from '../backup/backup-error.ts';
import type { BackupHead } from '../backup/backup-format.ts';
import type { Table } from '../backup/list-tables.ts';

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

/** Throws where tables of others refer to ours: their rows would go with those that are replaced, or forbid it. */
export async function assertUnreferred(tx: Queryable, tables: readonly Table[]): Promise<void> {
  const ours = sql.join(
    tables.map(({ name }) => sql`${name}`),
    sql`, `,
  );
  const [reference] = await rowsOf<Record<'key' | 'other' | 'table', string>>(
    tx,
    sql`select f.conname::text as key, f.conrelid::regclass::text as other, p.relname::text as table
      from pg_constraint f join pg_class p on p.oid = f.confrelid
      where f.contype = 'f' and p.relnamespace = to_regnamespace('public') and p.relname in (${ours})
        and not exists (select from pg_class c where c.oid = f.conrelid
          and c.relnamespace = p.relnamespace and c.relname in (${ours}))
      order by 1 limit 1`,
  );
  if (reference === undefined) return;
  const { key, other, table } = reference;
  throw new BackupError('referred_to', {
    message: `${other}, which is none of ours, refers to ${table} by ${key}: its rows would go with those that are replaced, or forbid it. Nothing has been changed.`,
    wayOut: `Drop that key, restore, and add it again: alter table ${other} drop constraint ${key}. Or restore into an empty database.`,
  });
}
