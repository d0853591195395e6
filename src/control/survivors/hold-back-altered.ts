import { eq } from 'drizzle-orm';
import type { UnresolvedItem } from '../../contract/health/repair.ts';
import type { Queryable } from '../../db/connect.ts';
import { environments } from '../../db/environments.ts';
import { compareWithPublished } from './find-differences.ts';
import type { Served } from './read-served.ts';
import type { Survivor, Survivors } from './read-survivors.ts';
import { nothingSalvaged, type SalvageOutcome } from './salvage-outcome.ts';

export interface Comparison {
  readonly published: Survivors;
  readonly served: Served;
  /** Of environments, before this repair changed anything. */
  readonly versionsBefore: ReadonlyMap<string, number>;
  /** Columns that were lost, and hold their default now. */
  readonly emptied: readonly string[];
  /** What this repair has added itself: `flag admin.analytics`. */
  readonly added: ReadonlySet<string>;
  /** Environments that are held back already. */
  readonly heldBack: ReadonlySet<string>;
}

interface Altered {
  readonly environment: string;
  /** That is published. */
  readonly version: number;
  /** What would be served otherwise. */
  readonly names: readonly string[];
}

/**
 * An environment whose version has not risen since it was published has to be served as it is: where its
 * rows say something else, they were lost or written behind our back, and nobody has decided that.
 */
export function findAltered(comparison: Comparison): readonly Altered[] {
  const { published, served, added } = comparison;
  return published.survivors.flatMap((survivor) => {
    if (!isJudged(survivor, comparison)) return [];
    const { environment, version } = survivor.snapshot;
    const { differing, extra } = compareWithPublished(served, survivor.snapshot);
    const names = [...differing, ...extra.filter((name) => !added.has(name))];
    return names.length === 0 ? [] : { environment, version, names };
  });
}

/** So that the next repair holds them back too: their versions are put back to the published ones. */
export async function holdBackAltered(tx: Queryable, altered: readonly Altered[]): Promise<void> {
  for (const { environment, version } of altered) {
    await tx.update(environments).set({ version }).where(eq(environments.key, environment));
  }
}

/** They are not published by this repair. */
export const describeAltered = (
  altered: readonly Altered[],
  emptied: readonly string[],
): SalvageOutcome => ({
  ...nothingSalvaged,
  held_back: altered.map(({ environment }) => ({ environment, reason })),
  unresolved: altered.flatMap((each) => itemsOf(each, emptied)),
});

/** One that is pinned serves other rows than its own on purpose, unless the pin itself was lost. */
function isJudged({ snapshot }: Survivor, comparison: Comparison): boolean {
  const { versionsBefore, heldBack, emptied } = comparison;
  if (snapshot.pinnedTo !== undefined && !emptied.includes(pinColumn)) return false;
  const before = versionsBefore.get(snapshot.environment) ?? 0;
  return before <= snapshot.version && !heldBack.has(snapshot.environment);
}

const pinColumn = 'environments.pinned_version';
const reason = 'the database would serve it otherwise than it is published; unresolved says where';
const wayOut =
  'Put it right: the change publishes. If it is right as it is, POST /admin/warm publishes it';
const mostNames = 5;

function itemsOf({ environment, names }: Altered, emptied: readonly string[]): UnresolvedItem[] {
  if (emptied.length === 0) {
    return names.slice(0, mostNames).map((name, index) => ({
      object: `${name} in ${environment}`,
      reason: `the rows that are there serve something else than what is published, and its version has not risen since. ${wayOut}${index === mostNames - 1 ? more(names) : ''}`,
    }));
  }
  const listed = names.slice(0, mostNames).join(', ');
  return [
    {
      object: `values of ${emptied.join(', ')} in ${environment}`,
      reason: `they were lost with the column, whose default stands in their place. Otherwise than published would be ${listed}. ${wayOut}${more(names)}`,
    },
  ];
}

const more = (names: readonly string[]) =>
  names.length > mostNames ? ` (and ${names.length - mostNames} more)` : '';
