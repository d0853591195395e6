import type { Row, State } from '../state.ts';

/** Labels of what one state has and the other has not, or has otherwise. */
export function differingObjects(left: State, right: State): string[] {
  const labels = new Set([...left.objects.keys(), ...right.objects.keys()]);
  return [...labels].filter(
    (label) => left.objects.get(label)?.definition !== right.objects.get(label)?.definition,
  );
}

/** Tables whose rows are not the same in both. */
export function differingTables(left: State, right: State): string[] {
  const labels = new Set([...left.rows.keys(), ...right.rows.keys()]);
  return [...labels].filter((label) => {
    const [before, after] = [left.rows.get(label) ?? [], right.rows.get(label) ?? []];
    return before.length !== after.length || missingRows(before, after).length > 0;
  });
}

/** Rows that are no longer there, each as often as it was, by the columns that it had. */
export function missingRows(before: readonly Row[], after: readonly Row[]): readonly Row[] {
  const columns = Object.keys(before[0] ?? {}).sort();
  const text = (row: Row) => JSON.stringify(columns.map((column) => row[column] ?? null));
  const left = new Map<string, number>();
  for (const row of after) left.set(text(row), (left.get(text(row)) ?? 0) + 1);
  return before.filter((row) => {
    const times = left.get(text(row)) ?? 0;
    left.set(text(row), times - 1);
    return times <= 0;
  });
}
