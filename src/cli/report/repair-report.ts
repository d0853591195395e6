import type {
  RepairBackup,
  RepairResult,
  RepairStatus,
  RepairStep,
  UnresolvedItem,
} from '../../contract/repair.ts';
import type { Report } from '../command.ts';
import { align, counted, indent, section, textLines } from './layout.ts';
import type { Paint } from './paint.ts';

export function repairReport(result: RepairResult): Pick<Report, 'document' | 'lines'> {
  return {
    document: { command: 'repair', ...result, next: nextOf(result) },
    lines: (paint) => linesOf(result, paint),
  };
}

const publishing =
  'curl -X POST -H "Authorization: Bearer $ADMIN_SECRET" https://<your worker>/admin/warm';

function nextOf({ status, plan_hash }: RepairResult): string | null {
  if (status === 'noop') return null;
  return status === 'planned' ? `npx burgee repair --plan-hash ${plan_hash}` : publishing;
}

function linesOf(result: RepairResult, paint: Paint): readonly string[] {
  const { steps, unresolved, recorded, aligned, seeded, warnings, backup } = result;
  const names = (list: readonly string[]) => (list.length === 0 ? [] : [list.join(', ')]);
  return [
    titleOf(result, paint),
    ...section(
      paint.strong(result.status === 'planned' ? 'Steps, none of them done' : 'Steps'),
      steps.flatMap((step) => stepLines(step, paint)),
    ),
    ...section(paint.strong('Recorded'), names(recorded)),
    ...section(paint.strong('Sequences moved on'), names(aligned)),
    ...section(paint.strong('Seeded'), names(seeded)),
    ...section(
      paint.strong('Left for a person'),
      unresolved.flatMap((item) => unresolvedLines(item, paint)),
    ),
    ...section(paint.strong('Warnings'), warnings),
    ...(isChange(result) ? section(paint.strong('Way back'), backupLines(backup)) : []),
    ...section(paint.strong('What to do'), adviceLines(result)),
  ];
}

const isChange = ({ status }: RepairResult) => status === 'ok' || status === 'partial';

function titleOf({ status, milliseconds, steps, unresolved }: RepairResult, paint: Paint): string {
  const left = unresolved.length;
  const titles: Readonly<Record<RepairStatus, string>> = {
    planned: `${paint.warning('!')} ${counted(steps.length, 'step')} would be done, ${left} left for a person. Nothing has been changed.`,
    noop:
      left === 0
        ? `${paint.good('✓')} Nothing to do: everything is as expected.`
        : `${paint.bad('✗')} Nothing that a repair may do; ${left} left for a person.`,
    ok: `${paint.good('✓')} Repaired: ${counted(steps.length, 'step')} in ${milliseconds} ms. Everything is as expected.`,
    partial: `${paint.warning('!')} Repaired in part: ${counted(steps.length, 'step')} in ${milliseconds} ms, ${left} left for a person.`,
  };
  return titles[status];
}

function stepLines({ object, statement, milliseconds }: RepairStep, paint: Paint) {
  const time = milliseconds === undefined ? '' : paint.dim(`  ${milliseconds} ms`);
  return [object + time, ...indent(textLines(statement).map(paint.dim), 4)];
}

function unresolvedLines(item: UnresolvedItem, paint: Paint): readonly string[] {
  const { object, reason, sqlstate, rows, statement } = item;
  const state = sqlstate === undefined ? '' : ` (${sqlstate})`;
  return [
    `${paint.bad('✗')} ${object}: ${reason}${state}`,
    ...(rows === undefined
      ? []
      : [`    ${counted(rows.count, 'row')}, such as ${JSON.stringify(rows.samples[0] ?? null)}`]),
    ...(statement === undefined ? [] : [paint.dim(`    ${statement}`)]),
  ];
}

function backupLines({ database, at, lsn, rows, restore }: RepairBackup): readonly string[] {
  const counts = Object.entries(rows).map(([table, count]) => [table, counted(count, 'row')]);
  return [
    `The database ${database} as it was at ${at}, log position ${lsn}:`,
    ...indent(align(counts), 2),
    restore,
  ];
}

function adviceLines(result: RepairResult): readonly string[] {
  const next = nextOf(result);
  if (next === null) return [];
  if (result.status === 'planned') return [next];
  return ['Snapshots are published by the Worker that runs; ask it to:', next];
}
