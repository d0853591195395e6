import type { Evidence } from '../evidence.ts';
import type { Row, State } from '../state.ts';
import { missingRows } from './differences.ts';

/** Tables to which a repair adds rows: what it seeds and restores, and what it writes down of itself. */
const growing = new Set([
  'table environments',
  'table feature_flags',
  'table feature_flag_environments',
  'table feature_flag_overrides',
  'table segments',
  'table api_keys',
  'table context_keys',
  'table audit_logs',
  'table repair_runs',
  'table snapshot_history',
  'table published_versions',
  'table drizzle.__drizzle_migrations',
]);

/** Every row is there by all columns that it had, and none has come that a repair does not add. */
export function rowsSurvive({ states, hasWriters }: Evidence): readonly string[] {
  const { before, after } = states;
  return [...before.rows].flatMap(([label, rows]) => {
    const left = rowsIn(after, label).filter((row) => !tellsOfRepair(label, row));
    const lost = missingRows(rows.map(settled(label)), left.map(settled(label)));
    const added = left.length - rows.length;
    const mayGrow = growing.has(label) || hasWriters;
    return [
      ...(lost.length > 0 ? [`${label} has lost ${JSON.stringify(lost)}`] : []),
      ...(added > 0 && !mayGrow ? [`${label} has ${added} rows more`] : []),
    ];
  });
}

/** A webhook that has lost what it listens to hears of everything, and so of the repair that mends it. */
const tellsOfRepair = (label: string, { event }: Row): boolean =>
  label === 'table webhook_deliveries' && event === 'schema.repair';

const rowsIn = (state: State, label: string) => state.rows.get(label) ?? [];

/** An environment's version rises with what is seeded, also where it serves the same as before. */
function settled(label: string): (row: Row) => Row {
  if (label === 'table environments') return ({ version, updated_at, ...row }) => row;
  if (label === 'table snapshot_history') return ({ last_version, ...row }) => row;
  return (row) => row;
}
