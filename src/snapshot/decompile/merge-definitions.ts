import type { EnvironmentRows, FlagRows } from '../compile/environment-rows.ts';

/** What environments have in common. */
export interface Definitions {
  readonly flags: readonly FlagRows['flag'][];
  readonly segments: readonly EnvironmentRows['segments'][number][];
}

/**
 * One definition of each flag and segment. Where snapshots differ, as one of them could not be
 * published in time, the one of the higher version is taken; of equal ones the first by key.
 */
export function mergeDefinitions(sources: readonly EnvironmentRows[]): Definitions {
  const newestFirst = [...sources].sort(
    ({ environment: left }, { environment: right }) =>
      right.version - left.version || (left.key < right.key ? -1 : 1),
  );
  return {
    flags: firstOfEach(newestFirst.flatMap(({ flags }) => flags.map(({ flag }) => flag))),
    segments: firstOfEach(newestFirst.flatMap(({ segments }) => segments)),
  };
}

function firstOfEach<Row extends { readonly key: string }>(rows: readonly Row[]): Row[] {
  const firsts = new Map<string, Row>();
  for (const row of rows) if (!firsts.has(row.key)) firsts.set(row.key, row);
  return [...firsts.values()];
}
