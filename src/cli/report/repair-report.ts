import { hasNothingToDo } from '../../contract/health/has-nothing-to-do.ts';
import type {
  RepairBackup,
  RepairResult,
  RepairStatus,
  RepairStep,
  RestoredEnvironment,
  UnresolvedItem,
} from '../../contract/health/repair.ts';
import type { Report } from '../command.ts';
import { align, counted, indent, section, textLines } from './layout.ts';
import type { Paint } from './paint.ts';

/** With the options that carry a plan out, as they were typed. */
export function repairReport(
  result: RepairResult,
  options: readonly string[],
): Pick<Report, 'document' | 'lines'> {
  const next = nextOf(result, options);
  return {
    document: { command: 'repair', ...result, next },
    lines: (paint) => [
      ...linesOf(result, paint),
      ...section(paint.strong('What to do'), adviceLines(result, next)),
    ],
  };
}

const publishing = 'npx burgee warm --url https://<your worker>';

function nextOf(result: RepairResult, options: readonly string[]): string | null {
  const { status, plan_hash } = result;
  if (status === 'noop') return null;
  if (isPlanOfNothing(result)) return null;
  if (status !== 'planned') return publishing;
  return [`npx burgee repair --plan-hash ${plan_hash}`, ...options].join(' ');
}

function linesOf(result: RepairResult, paint: Paint): readonly string[] {
  const { status, steps, unresolved, recorded, aligned, seeded, refilled, restored, warnings } =
    result;
  const names = (list: readonly string[]) => (list.length === 0 ? [] : [list.join(', ')]);
  const title = (done: string, planned: string) =>
    paint.strong(status === 'planned' ? planned : done);
  return [
    titleOf(result, paint),
    ...section(
      title('Steps', 'Steps, none of them done'),
      steps.flatMap((step) => stepLines(step, paint)),
    ),
    ...section(title('Recorded', 'To be recorded'), names(recorded)),
    ...section(title('Sequences moved on', 'Sequences to be moved on'), names(aligned)),
    ...section(title('Restored', 'To be restored'), restored.map(restoredLine)),
    ...section(title('Values put back', 'Values to be put back'), names(refilled)),
    ...section(title('Seeded', 'To be seeded'), names(seeded)),
    ...section(
      paint.strong('Left for a person'),
      unresolved.flatMap((item) => unresolvedLines(item, paint)),
    ),
    ...section(paint.strong('Warnings'), warnings),
    ...(isChange(result) ? section(paint.strong('Way back'), backupLines(result.backup)) : []),
  ];
}

const isPlanOfNothing = (result: RepairResult): boolean =>
  result.status === 'planned' && hasNothingToDo(result);

const isChange = ({ status }: RepairResult) => status === 'ok' || status === 'partial';

function titleOf(result: RepairResult, paint: Paint): string {
  const { status, milliseconds, steps, unresolved } = result;
  const left = unresolved.length;
  const nothing =
    left === 0
      ? `${paint.good('✓')} Nothing to do: everything is as expected.`
      : `${paint.bad('✗')} Nothing that a repair may do; ${left} left for a person.`;
  const titles: Readonly<Record<RepairStatus, string>> = {
    planned: isPlanOfNothing(result)
      ? nothing
      : `${paint.warning('!')} ${planned(result)} would be done, ${left} left for a person. Nothing has been changed.`,
    noop: nothing,
    ok: `${paint.good('✓')} Repaired: ${counted(steps.length, 'step')} in ${milliseconds} ms. Everything is as expected.`,
    partial: `${paint.warning('!')} Repaired in part: ${counted(steps.length, 'step')} in ${milliseconds} ms, ${left} left for a person.`,
  };
  return titles[status];
}

/** `2 steps, 1 record, 7 seeds`. */
function planned({ steps, recorded, aligned, restored, seeded }: RepairResult): string {
  const others: readonly (readonly [readonly unknown[], string])[] = [
    [recorded, 'record'],
    [aligned, 'sequence'],
    [restored, 'restoration'],
    [seeded, 'seed'],
  ];
  const parts = others.flatMap(([list, noun]) =>
    list.length > 0 ? counted(list.length, noun) : [],
  );
  return [counted(steps.length, 'step'), ...parts].join(', ');
}

const restoredLine = ({
  environment,
  version,
  flags,
  overrides,
  segments,
  keys,
}: RestoredEnvironment) =>
  `${environment}, from version ${version}: ${counted(flags, 'flag')}, ${counted(overrides, 'override')}, ${counted(segments, 'segment')}, ${counted(keys, 'key')}`;

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

function adviceLines({ status }: RepairResult, next: string | null): readonly string[] {
  if (next === null) return [];
  if (status === 'planned') return [next];
  return [
    'Snapshots are published by the Worker that runs. With its ADMIN_SECRET set, ask it to:',
    next,
  ];
}
