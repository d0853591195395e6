import type { RunMigration } from '../../schema/migrate/apply-next.ts';
import type { RollbackPlan } from '../../schema/migrate/roll-back.ts';
import type { Report } from '../command.ts';
import { align, counted, indent, section } from './layout.ts';
import { runDocument, runLines } from './migrate-report.ts';
import type { Paint } from './paint.ts';

export interface Rollback extends RollbackPlan {
  readonly to: string;
  /** Undefined when it was only planned. */
  readonly undone?: readonly RunMigration[];
  /** Those that say where, as they were typed. */
  readonly options: readonly string[];
}

export function rollbackReport(rollback: Rollback): Pick<Report, 'document' | 'lines'> {
  const { to, tags, losses, undone } = rollback;
  return {
    document: {
      command: 'rollback',
      status:
        tags.length === 0 ? 'nothing_to_do' : undone ? 'rolled_back' : 'confirmation_required',
      to,
      tags,
      losses,
      migrations: (undone ?? []).map(runDocument),
    },
    lines: (paint) => linesOf(rollback, paint),
  };
}

function linesOf({ to, tags, losses, undone, options }: Rollback, paint: Paint): readonly string[] {
  const target = to === 'none' ? 'before the first migration' : to;
  if (tags.length === 0) return [`${paint.good('✓')} Nothing to do: the database is at ${target}.`];
  const lost = align(
    losses.map(({ object, rows }) => {
      const what = object.startsWith('column ') ? 'value' : 'row';
      return [object, rows > 0 ? paint.bad(counted(rows, what)) : `no ${what}s`];
    }),
  );
  if (undone !== undefined) {
    return [
      `${paint.good('✓')} Back at ${target}: took back ${counted(undone.length, 'migration')}, each verified.`,
      ...indent(runLines(undone, paint), 2),
      ...section(paint.strong('Lost'), lost),
    ];
  }
  return [
    `${paint.warning('!')} Back to ${target}, ${counted(tags.length, 'migration')} would be taken back. Nothing has been changed.`,
    ...indent(tags, 2),
    ...section(paint.strong('This would be lost'), lost),
    ...section(paint.strong('What to do'), [
      'Make a backup of what you need. Then:',
      [`npx burgee rollback --to ${to} --yes`, ...options].join(' '),
    ]),
  ];
}
