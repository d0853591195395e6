import type { Queryable } from '../../db/connect.ts';
import { findDifferences } from './find-differences.ts';
import type { Survivors } from './read-survivors.ts';
import { nothingSalvaged, type SalvageOutcome } from './salvage-outcome.ts';

const mostNames = 5;

/**
 * A column that was lost and is added again holds its default in every row, not what was there: a
 * flag that was killed would be live. Where that would change what is served, the environment is
 * not published by this repair, and a person is told what would change.
 */
export async function holdBackAltered(
  tx: Queryable,
  { survivors }: Survivors,
  columns: readonly string[],
): Promise<SalvageOutcome> {
  if (columns.length === 0) return nothingSalvaged;
  const altered: { environment: string; names: readonly string[] }[] = [];
  for (const { snapshot, rows } of survivors) {
    const { environment } = rows;
    const all = { snapshot, environment, flags: [], segments: [], keys: [], hasRisen: false };
    const names = await findDifferences(tx, all);
    if (names.length > 0) altered.push({ environment: environment.key, names });
  }
  return {
    ...nothingSalvaged,
    held_back: altered.map(({ environment }) => ({ environment, reason })),
    unresolved: altered.map(({ environment, names }) => ({
      object: `values of ${columns.join(', ')} in ${environment}`,
      reason: `they were lost with the column, whose default stands in their place. Otherwise than published would be ${list(names)}. Set them again; the next change of this environment, or POST /admin/warm, publishes`,
    })),
  };
}

const reason =
  'columns were lost with their values; unresolved says what would be served otherwise';

function list(names: readonly string[]): string {
  const more = names.length - mostNames;
  return names.slice(0, mostNames).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
