import type { UnresolvedItem } from '../../contract/health/repair.ts';
import type { Queryable } from '../../db/connect.ts';
import { findDifferences } from './find-differences.ts';
import type { Loss } from './loss.ts';
import { readServed } from './read-served.ts';
import type { Restored } from './restore-losses.ts';
import { nothingSalvaged, type SalvageOutcome } from './salvage-outcome.ts';

/**
 * What came of a restoration. An environment that the database would serve otherwise than before is
 * not published: a person looks first.
 */
export async function describeRestored(
  tx: Queryable,
  losses: readonly Loss[],
  { environments, archived }: Restored,
): Promise<SalvageOutcome> {
  const kept: { environment: string; names: readonly string[] }[] = [];
  const risen = losses.filter(({ hasRisen }) => hasRisen);
  const keys = risen.map(({ environment }) => environment.key);
  const served = await readServed(tx, keys);
  for (const loss of risen) {
    const names = findDifferences(served, loss);
    if (names.length > 0) kept.push({ environment: loss.environment.key, names });
  }
  return {
    ...nothingSalvaged,
    restored: environments,
    added: losses.flatMap(({ flags, segments }) => [
      ...flags.map(({ flag }) => `flag ${flag.key}`),
      ...segments.map(({ key }) => `segment ${key}`),
    ]),
    held_back: kept.map(({ environment }) => ({
      environment,
      reason: 'the database would serve it otherwise than it is published; unresolved says where',
    })),
    unresolved: [
      ...losses.flatMap(brokenAsBefore),
      ...losses.flatMap(strangersOf),
      ...kept.flatMap(({ environment, names }) =>
        names.map((name) => ({
          object: `${name} in ${environment}`,
          reason:
            'rows that were there are never overwritten, and serve something else than what is published. The next change of this environment, or POST /admin/warm, publishes them',
        })),
      ),
    ],
    warnings: [
      notPublished,
      ...risen.map(staleness),
      ...archived.map(
        (key) =>
          `The critical flag ${key} was not published anywhere, so it is restored as archived. To serve it again: POST /admin/flags/${key}/restore`,
      ),
    ],
  };
}

/** Flags of which nothing but the off value was published. */
const brokenAsBefore = (loss: Loss): UnresolvedItem[] =>
  loss.flags.flatMap(({ flag: { key } }) => {
    const problem = loss.snapshot.flags.find((each) => each.key === key)?.problem;
    if (problem === undefined) return [];
    const object = `flag ${key} in ${loss.environment.key}`;
    const reason = `it was published as broken (${problem}): its rules, split and overrides are lost, and it serves its off value as before`;
    return [{ object, reason }];
  });

/** Being able to write to the store must not be enough to make a key. */
const strangersOf = ({ environment, strangers }: Loss): UnresolvedItem[] =>
  strangers.map((id) => ({
    object: `key ${id} in ${environment.key}`,
    reason:
      'it is published, and the audit log has never seen it made, so it was not restored. POST /admin/keys makes another; POST /admin/warm then takes this one from the edge',
  }));

const staleness = ({ environment, snapshot }: Loss) =>
  `${environment.key} is restored from version ${snapshot.version}, which is older than the database was: what was changed since of the rows that came back is lost. audit_logs tells it`;

/** What is lost for good with the rows. */
const notPublished =
  'No published snapshot holds descriptions, tags, owners, JSON Schemas, and which flags are critical or permanent (those that the code seeds have theirs); notes of rules; reasons of overrides; names and descriptions of segments; names of environments; names and prefixes of keys (they are called "restored"); admin keys, revoked keys and archived flags. audit_logs may still tell.';
