import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { qualified } from '../../schema/catalog/quote.ts';
import { isAudited, lockChain } from '../audit.ts';
import type { BackupSummary } from '../backup/backup-format.ts';
import type { Table } from '../backup/list-tables.ts';

const auditLog = 'audit_logs';

const nameOf = ({ name }: Table) => qualified('public', name);

/**
 * Nobody else writes until the transaction ends; whoever reads goes on. Of the audit log the role may have
 * the right to add alone, and whoever adds takes the lock of its chain.
 */
export async function lockTables(tx: Queryable, tables: readonly Table[]): Promise<void> {
  const names = tables.filter(({ name }) => name !== auditLog).map(nameOf);
  await tx.execute(sql.raw(`lock table ${names.join(', ')} in share row exclusive mode`));
  await lockChain(tx);
}

export async function countRows(
  tx: Queryable,
  tables: readonly Table[],
): Promise<ReadonlyMap<string, number>> {
  const counts = tables.map((table) => `(select count(*) from ${nameOf(table)})`).join(', ');
  const [row] = await rowsOf<{ counts: number[] }>(
    tx,
    sql.raw(`select json_build_array(${counts}) as counts`),
  );
  return new Map(tables.map(({ name }, index) => [name, row?.counts[index] ?? 0]));
}

/** Whether the log that is there has that of the backup as its beginning: then it is never set back. */
export async function continuesAudit(
  tx: Queryable,
  { head: { audit }, rows }: BackupSummary,
): Promise<boolean> {
  return audit === null ? !rows[auditLog] : isAudited(tx, audit);
}

/** Whoever refers to others goes first. */
export async function emptyTables(tx: Queryable, tables: readonly Table[]): Promise<void> {
  for (const table of tables.toReversed()) {
    const emptied = `delete from ${nameOf(table)}`;
    if (table.name !== auditLog) await tx.execute(sql.raw(emptied));
    else await tx.execute(sql.raw(asMayDelete(nameOf(table), emptied)));
  }
}

/** The owner has taken the right from itself (drizzle/0012), and has it for this statement alone. */
const asMayDelete = (table: string, statement: string) =>
  `grant delete on ${table} to current_user; ${statement}; revoke delete on ${table} from current_user`;
