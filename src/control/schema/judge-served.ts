import type { UnresolvedItem } from '../../contract/health/repair.ts';
import type { Queryable } from '../../db/connect.ts';
import { seedEnvironments } from '../../db/seeds.ts';
import {
  type Comparison,
  describeAltered,
  findAltered,
  holdBackAltered,
} from '../survivors/hold-back-altered.ts';
import { readServed, type Served } from '../survivors/read-served.ts';
import { nothingSalvaged, type SalvageOutcome } from '../survivors/salvage-outcome.ts';
import { attemptPart } from './attempt-part.ts';

interface Judgement extends Omit<Comparison, 'served'> {
  /** Somebody has yet to decide what is to be served. */
  readonly isOpen: boolean;
}

interface Judged {
  readonly outcome: SalvageOutcome;
  readonly unresolved: readonly UnresolvedItem[];
}

/**
 * Reads every environment as the application does, and judges what comes out: whether it is anything
 * at all, and whether it may be published.
 */
export async function judgeServed(
  tx: Queryable,
  { isOpen, ...comparison }: Judgement,
): Promise<Judged> {
  const keys = new Set([
    ...seedEnvironments.map(({ key }) => key),
    ...comparison.published.survivors.map(({ snapshot }) => snapshot.environment),
  ]);
  const reading = await attemptPart(tx, application, () => readServed(tx, [...keys]));
  const { result: served, unresolved } = reading;
  if (served === undefined) return { outcome: nothingSalvaged, unresolved };
  const unread = isOpen ? [] : findUnread(served);
  const altered = findAltered({ ...comparison, served });
  const holding =
    altered.length > 0
      ? await attemptPart(tx, 'what is published', () => holdBackAltered(tx, altered))
      : { unresolved: [] };
  return {
    outcome: describeAltered(altered, comparison.emptied),
    unresolved: [...unread, ...holding.unresolved],
  };
}

const application = 'flags, as the application reads them';

/** The first environment of which there should be flags, and are none. */
function findUnread(served: Served): readonly UnresolvedItem[] {
  for (const { key } of seedEnvironments) {
    const snapshot = served.get(key);
    if (snapshot === undefined) {
      return [{ object: application, reason: `there is no environment ${key}` }];
    }
    if (snapshot.flags.length === 0) {
      return [{ object: application, reason: `no flag of ${key} comes out of the database` }];
    }
  }
  return [];
}
