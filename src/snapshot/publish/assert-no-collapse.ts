import { eq } from 'drizzle-orm';
import { isCollapse } from '../../contract/environments/is-collapse.ts';
import { apiKeys } from '../../db/api-keys.ts';
import type { Database } from '../../db/connect.ts';
import type { PublishedSnapshot } from '../format.ts';
import type { Label, SnapshotStore } from '../store.ts';
import { WithheldError } from './withheld-error.ts';

const wayOut =
  'If this is meant: POST /admin/warm?force=true. If rows were lost: POST /admin/repair';

interface Replacement {
  readonly database: Database;
  readonly store: SnapshotStore;
  /** Of what is published. */
  readonly there: Label;
  readonly snapshot: PublishedSnapshot;
}

/**
 * Throws `WithheldError` where a snapshot would lose more than half of its flags at once, or all of its
 * keys without one of them having been revoked: no verb does that, but tables that lost their rows do.
 * Where what is published cannot be read, nothing is compared. The flags of a pinned version are not
 * judged: they come from the history, not from the tables.
 */
export async function assertNoCollapse(replacement: Replacement): Promise<void> {
  const { snapshot, there } = replacement;
  const { environment, flags, keys } = snapshot;
  const before = there.counts ?? (await countPublished(replacement));
  if (snapshot.pinnedTo === undefined && isCollapse(before.flags, flags.length)) {
    const reason = `the database has ${flags.length} of ${before.flags} published flags`;
    throw new WithheldError(environment, { reason, wayOut });
  }
  if (before.keys > 0 && keys.length === 0 && !(await hasRevokedKeys(replacement))) {
    const reason = `the database has none of ${before.keys} published keys`;
    throw new WithheldError(environment, { reason, wayOut });
  }
}

/** Of a snapshot whose label does not say: those of before had none. */
async function countPublished({ store, snapshot }: Replacement) {
  const packed = await store.find(snapshot.environment);
  return { flags: countIn(packed?.text, 'flags'), keys: countIn(packed?.text, 'keys') };
}

function countIn(text: string | undefined, part: 'flags' | 'keys'): number {
  try {
    const list: unknown = JSON.parse(text ?? '{}')?.[part];
    return Array.isArray(list) ? list.length : 0;
  } catch {
    return 0;
  }
}

async function hasRevokedKeys({ database, snapshot }: Replacement): Promise<boolean> {
  const rows = await database.reads
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(eq(apiKeys.environmentKey, snapshot.environment))
    .limit(1);
  return rows.length > 0;
}
