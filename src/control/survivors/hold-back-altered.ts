import { eq } from 'drizzle-orm';
import type { UnresolvedItem } from '../../contract/repair.ts';
import type { Queryable } from '../../db/connect.ts';
import { environments } from '../../db/environments.ts';
import { compareWithPublished } from './find-differences.ts';
import type { Survivor, Survivors } from './read-survivors.ts';
import { nothingSalvaged, type SalvageOutcome } from './salvage-outcome.ts';

export interface Alteration {
  readonly published: Survivors;
  /** Of environments, before this repair changed anything. */
  readonly versionsBefore: ReadonlyMap<string, number>;
  /** Columns that were lost, and hold their default now. */
  readonly emptied: readonly string[];
  /** What this repair has added itself: `flag admin.analytics`. */
  readonly added: ReadonlySet<string>;
  /** Environments that are held back already. */
  readonly heldBack: ReadonlySet<string>;
}

/**
 * An environment whose version has not risen since it was published has to be served as it is: where its
 * rows say something else, they were lost or written behind our back, and nobody has decided that.
 * It is not published by this repair, nor by the next: its version is put back to the published one.
 */
export async function holdBackAltered(
  tx: Queryable,
  alteration: Alteration,
): Promise<SalvageOutcome> {
  const altered: Altered[] = [];
  for (const survivor of alteration.published.survivors) {
    if (!isJudged(survivor, alteration)) continue;
    const { environment, version } = survivor.snapshot;
    const { differing, extra } = await compareWithPublished(tx, survivor.snapshot);
    const names = [...differing, ...extra.filter((name) => !alteration.added.has(name))];
    if (names.length === 0) continue;
    altered.push({ environment, names });
    await tx.update(environments).set({ version }).where(eq(environments.key, environment));
  }
  return {
    ...nothingSalvaged,
    held_back: altered.map(({ environment }) => ({ environment, reason })),
    unresolved: altered.flatMap((each) => itemsOf(each, alteration)),
  };
}

interface Altered {
  readonly environment: string;
  readonly names: readonly string[];
}

/** One that is pinned serves other rows than its own on purpose, unless the pin itself was lost. */
function isJudged({ snapshot }: Survivor, alteration: Alteration): boolean {
  const { versionsBefore, heldBack, emptied } = alteration;
  if (snapshot.pinnedTo !== undefined && !emptied.includes(pinColumn)) return false;
  const before = versionsBefore.get(snapshot.environment) ?? 0;
  return before <= snapshot.version && !heldBack.has(snapshot.environment);
}

const pinColumn = 'environments.pinned_version';
const reason = 'the database would serve it otherwise than it is published; unresolved says where';
const wayOut =
  'Put it right: the change publishes. If it is right as it is, POST /admin/warm publishes it';
const mostNames = 5;

function itemsOf({ environment, names }: Altered, { emptied }: Alteration): UnresolvedItem[] {
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
