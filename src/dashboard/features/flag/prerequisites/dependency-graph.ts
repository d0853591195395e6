import type { AuthoredCondition } from '../../../../contract/flags/condition.ts';
import type { FlagWithStatesResource } from '../../../../contract/flags/flag.ts';

export interface GraphNode {
  readonly key: string;
  /** Columns from the flag in question: below 0 is what it needs, above 0 what needs it. */
  readonly column: number;
  /** Place within its column, from the top. */
  readonly row: number;
  /** Whether it is on in that environment; undefined where there is no such flag. */
  readonly isOn: boolean | undefined;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** By a prerequisite, or by a condition of a rule. */
  readonly kind: 'prerequisite' | 'rule';
  readonly variants: readonly string[];
}

interface Question {
  readonly flags: readonly FlagWithStatesResource[];
  readonly environment: string;
  readonly key: string;
}

/** Every flag that the flag needs, and that needs it, directly or through others. */
export function dependencyGraph({ flags, environment, key }: Question) {
  const edges = flags.flatMap((flag) => edgesOf(flag, environment));
  const columns = new Map([[key, 0]]);
  spread(columns, edges, -1);
  spread(columns, edges, 1);
  const rows = new Map<number, number>();
  const nodes = [...columns].map(([name, column]): GraphNode => {
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    return { key: name, column, row, isOn: isOn(flags, name, environment) };
  });
  const shown = edges.filter(({ from, to }) => {
    const [left, right] = [columns.get(from), columns.get(to)];
    return left !== undefined && right !== undefined && left < right;
  });
  return { nodes, edges: shown };
}

/** From the middle outwards, in one direction, nearest first. */
function spread(columns: Map<string, number>, edges: readonly GraphEdge[], step: -1 | 1): void {
  let edge = [...columns.keys()].slice(0, 1);
  for (let column = step; edge.length > 0; column += step) {
    const next = edges.flatMap(({ from, to }) =>
      step < 0 ? (edge.includes(to) ? [from] : []) : edge.includes(from) ? [to] : [],
    );
    edge = [...new Set(next)].filter((name) => !columns.has(name));
    for (const name of edge) columns.set(name, column);
  }
}

function edgesOf(flag: FlagWithStatesResource, environment: string): GraphEdge[] {
  const state = flag.environments.find((each) => each.environment === environment);
  if (!state || flag.status === 'archived') return [];
  const needed = state.prerequisites.map(
    (each): GraphEdge => ({
      from: each.flag,
      to: flag.key,
      kind: 'prerequisite',
      variants: each.variants,
    }),
  );
  const asked = state.rules
    .flatMap(({ when }) => flagTestsOf(when))
    .map(
      (each): GraphEdge => ({
        from: each.flag,
        to: flag.key,
        kind: 'rule',
        variants: each.variants,
      }),
    );
  const seen = new Set<string>();
  return [...needed, ...asked].filter(({ from }) => !seen.has(from) && seen.add(from));
}

function flagTestsOf(condition: AuthoredCondition): { flag: string; variants: string[] }[] {
  if ('all' in condition) return condition.all.flatMap(flagTestsOf);
  if ('any' in condition) return condition.any.flatMap(flagTestsOf);
  if ('not' in condition) return flagTestsOf(condition.not);
  return 'flag' in condition ? [condition] : [];
}

function isOn(flags: Question['flags'], key: string, environment: string): boolean | undefined {
  const state = flags
    .find((flag) => flag.key === key)
    ?.environments.find((each) => each.environment === environment);
  return state === undefined ? undefined : state.is_enabled && !state.is_killed;
}
