import type { Queryable } from '../../db/connect.ts';
import { applyAll } from '../../schema/migrate/apply-all.ts';
import { unobserved } from '../../schema/migrate/held-locks.ts';
import { inLockedTransaction } from '../../schema/migrate/locked-transaction.ts';
import type { MigrateRequest } from '../../schema/migrate/migrate.ts';
import { alignSequences } from '../../schema/repair/align-sequences.ts';
import { type AuditEntry, appendAudit } from '../audit.ts';
import { type BackupSummary, totalOf } from '../backup/backup-format.ts';
import { listTables } from '../backup/list-tables.ts';
import { type BackupSource, readBackup } from '../backup/read-backup.ts';
import { plainValues } from '../backup/read-rows.ts';
import type { ControlContext } from '../context.ts';
import { assertOfThisCode, assertSound } from './assert-restorable.ts';
import { clearTables, listEnvironments, type Replacing } from './clear-tables.ts';
import { compareRows, type TableChange } from './compare-rows.ts';
import { continuesAudit, lockTables } from './empty-tables.ts';
import { type LaidToRest, layToRest } from './lay-to-rest.ts';
import { listAdmins } from './list-admins.ts';
import { assertAllWritten, listDroppedTables, loadRows, type Mismatch } from './load-rows.ts';
import {
  findVersions,
  type RaisedVersion,
  raiseVersions,
  type Versions,
} from './raise-versions.ts';
import { type AuditProof, verifyRestoredAudit } from './verify-restored-audit.ts';

export interface RestoreRequest extends Omit<MigrateRequest, 'now'>, Replacing {
  readonly ctx: ControlContext;
  readonly source: BackupSource;
  /** Versions stay those of the backup: nothing is published before a person has it published. */
  readonly keepsVersions: boolean;
  /** What the edge holds; undefined where it was not asked. */
  readonly published: Versions | undefined;
  readonly onRows: (table: string, rows: number) => void;
}

export interface Restored extends Mismatch {
  readonly summary: BackupSummary;
  /** Tags that were applied before. */
  readonly migrations: readonly string[];
  readonly changes: readonly TableChange[];
  /** Empty where versions were kept. */
  readonly versions: readonly RaisedVersion[];
  readonly laidToRest: LaidToRest;
  /** The log that was there continues that of the backup, and stays. */
  readonly isAuditKept: boolean;
  /** Of the log that came with the backup; undefined where the one that was there stays. */
  readonly auditProof: AuditProof | undefined;
  /** Who may do everything then, and could not before. */
  readonly newAdmins: readonly string[];
  /** Environments that were there, and are not in the backup. */
  readonly lostEnvironments: readonly string[];
  readonly wayBack: string | undefined;
}

/**
 * Puts a backup into a database, in one transaction under the lock of migrations and repairs: the schema
 * is migrated first where it has to be, then rows are replaced. Nothing is written before the whole file
 * was read once and found whole. Throws `BackupError` and `MigrationError`.
 */
export async function restoreBackup(request: RestoreRequest): Promise<Restored> {
  const { ctx, source, isRehearsal, onProgress } = request;
  const summary = await readBackup(source, { onHead: assertOfThisCode });
  return inLockedTransaction(ctx.database, {
    onWaiting: () => onProgress({ kind: 'waiting' }),
    work: async (tx) => {
      const restored = await restoreWithin(tx, request, summary);
      if (isRehearsal) throw new Rehearsed(restored);
      return restored;
    },
  }).catch((reason: unknown) => {
    if (reason instanceof Rehearsed) return reason.restored;
    throw reason;
  });
}

async function restoreWithin(
  tx: Queryable,
  request: RestoreRequest,
  summary: BackupSummary,
): Promise<Restored> {
  const { ctx, source, keepsVersions, published, onRows } = request;
  const { head } = summary;
  await tx.execute(plainValues);
  const { migrations } = await applyAll(tx, { ...request, now: ctx.now }, unobserved);
  await assertSound(tx, ctx.now().getTime());
  const tables = await listTables(tx);
  await lockTables(tx, tables);
  const isAuditKept = await continuesAudit(tx, summary);
  const replaced = isAuditKept ? tables.filter(({ name }) => name !== 'audit_logs') : tables;
  const before = await clearTables(tx, request, { tables, replaced });
  const { dropped, filled } = await loadRows(tx, { source, summary, tables: replaced, onRows });
  const changes = await compareRows(tx, replaced);
  assertAllWritten(changes, summary);
  const auditProof = isAuditKept ? undefined : await verifyRestoredAudit(tx, head);
  const after = await findVersions(tx);
  const known = [before.versions, after];
  const versions = keepsVersions
    ? []
    : await raiseVersions(tx, { known, published, takenAt: head.taken_at });
  const laidToRest = await layToRest(tx, before.revocations);
  await alignSequences(tx);
  const { wayBack } = before;
  const restored: Restored = {
    summary,
    migrations: migrations.map(({ tag }) => tag),
    changes,
    versions,
    laidToRest,
    isAuditKept,
    auditProof,
    newAdmins: (await listAdmins(tx)).filter((admin) => !before.admins.includes(admin)),
    lostEnvironments: await missingOf(tx, before.environments),
    dropped: [...listDroppedTables(summary, tables), ...dropped],
    filled,
    wayBack,
  };
  await appendAudit(tx, ctx, [auditEntry(restored)]);
  return restored;
}

async function missingOf(tx: Queryable, keys: readonly string[]): Promise<readonly string[]> {
  const there = await listEnvironments(tx);
  return keys.filter((key) => !there.includes(key));
}

const auditEntry = ({
  summary,
  versions,
  wayBack,
  isAuditKept,
  auditProof,
}: Restored): AuditEntry => ({
  action: 'database.restore',
  target: summary.head.database,
  after: {
    taken_at: summary.head.taken_at,
    sha256: summary.sha256,
    rows: totalOf(summary.rows),
    audit_log: isAuditKept ? 'kept' : 'restored',
    ...(auditProof?.fault && { audit_fault: auditProof.fault.message }),
    replaced: wayBack !== undefined,
    versions: Object.fromEntries(
      versions.map(({ environment, version }) => [environment, version]),
    ),
  },
});

/** Thrown to have everything rolled back. */
class Rehearsed extends Error {
  readonly restored: Restored;

  constructor(restored: Restored) {
    super('rehearsed');
    this.restored = restored;
  }
}
