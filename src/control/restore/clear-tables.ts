import type { Queryable } from '../../db/connect.ts';
import { environments } from '../../db/environments.ts';
import { BackupError } from '../backup/backup-error.ts';
import type { Table } from '../backup/list-tables.ts';
import { assertUnreferred } from './assert-restorable.ts';
import { noteRows } from './compare-rows.ts';
import { countRows, emptyTables } from './empty-tables.ts';
import { findRevocations } from './lay-to-rest.ts';
import { listAdmins } from './list-admins.ts';
import { findVersions } from './raise-versions.ts';

export interface Replacing {
  /** Rows that are there may be replaced. */
  readonly mayReplace: boolean;
  /** Does all of it, and rolls it back. */
  readonly isRehearsal: boolean;
  /** Saves what is to be replaced, and says where. */
  readonly saveWayBack: (tx: Queryable) => Promise<string>;
}

interface Clearing {
  readonly tables: readonly Table[];
  /** Those whose rows are replaced. */
  readonly replaced: readonly Table[];
}

/** Returns what is to be known of what was there. Throws where there are rows that may not be replaced. */
export async function clearTables(
  tx: Queryable,
  { mayReplace, isRehearsal, saveWayBack }: Replacing,
  { tables, replaced }: Clearing,
) {
  const counts = await countRows(tx, tables);
  const isEmpty = [...counts.values()].every((count) => count === 0);
  if (!isEmpty && !mayReplace && !isRehearsal) throw notEmpty(counts);
  await assertUnreferred(tx, tables);
  const versions = await findVersions(tx);
  const revocations = await findRevocations(tx);
  const admins = await listAdmins(tx);
  const keys = await listEnvironments(tx);
  await noteRows(tx, replaced);
  const before = { versions, revocations, admins, environments: keys };
  if (isEmpty) return { ...before, wayBack: undefined };
  const wayBack = isRehearsal ? undefined : await saveWayBack(tx);
  await emptyTables(tx, replaced);
  return { ...before, wayBack };
}

export const listEnvironments = async (tx: Queryable): Promise<readonly string[]> =>
  (await tx.select({ key: environments.key }).from(environments)).map(({ key }) => key);

/** What a person knows a database by. */
const telling = {
  environments: ['environment', 'environments'],
  feature_flags: ['flag', 'flags'],
  api_keys: ['key', 'keys'],
  members: ['member', 'members'],
  audit_logs: ['entry of the audit log', 'entries of the audit log'],
} as const;

function notEmpty(counts: ReadonlyMap<string, number>): BackupError {
  const there = Object.entries(telling).map(([table, [one, many]]) => {
    const count = counts.get(table) ?? 0;
    return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
  });
  return new BackupError('not_empty', {
    message: `This database is in use: it has ${there.join(', ')}. Nothing has been changed.`,
    wayOut:
      'See what would become of it with --dry-run. To replace all of it: --replace, which first saves what is there.',
  });
}
