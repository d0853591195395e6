import { type BackupSummary, totalOf } from '../../control/backup/backup-format.ts';
import type { Report } from '../command.ts';
import { counted } from './layout.ts';
import type { Paint } from './paint.ts';

export interface SavedBackup {
  /** Null is standard output. */
  readonly path: string | null;
  readonly bytes: number;
  readonly summary: BackupSummary;
  /** Files beside it that backups have left which were killed. */
  readonly abandoned: readonly string[];
}

export function backupReport(saved: SavedBackup): Pick<Report, 'document' | 'lines'> {
  const { path, bytes, summary, abandoned } = saved;
  const { head, rows, sha256 } = summary;
  return {
    document: { command: 'backup', file: path, bytes, ...head, rows, sha256, abandoned },
    lines: (paint) => linesOf(saved, paint),
  };
}

function linesOf(saved: SavedBackup, paint: Paint): readonly string[] {
  const { path, bytes, summary, abandoned } = saved;
  const { head, rows } = summary;
  const tables = Object.keys(rows).length;
  const of = (table: string, noun: string) => counted(rows[table] ?? 0, noun);
  return [
    `${paint.good('✓')} ${path ?? 'standard output'}: ${counted(totalOf(rows), 'row')} of ${tables} tables, ${bytes.toLocaleString('en')} bytes`,
    `  database ${head.database} at ${head.taken_at}, LSN ${head.lsn}`,
    `  ${of('environments', 'environment')}, ${of('feature_flags', 'flag')}, ${of('api_keys', 'key')}, ${of('members', 'member')}`,
    ...head.missing.map(
      (name) => `${paint.warning('!')} table ${name} was not there; see "npx burgee status"`,
    ),
    ...abandoned.map(
      (name) => `${paint.warning('!')} ${name} is left of one that was killed, and may be deleted`,
    ),
    `  It holds hashes of passwords and keys: keep it as safe as the database.`,
    ...(path === null
      ? []
      : [
          `${paint.strong('→')} npx burgee restore ${path} --dry-run  proves that it can be restored`,
        ]),
  ];
}
