import { eq } from 'drizzle-orm';
import type { Database } from '../db/connect.ts';
import { environments } from '../db/environments.ts';
import type { Compiled } from './compile.ts';
import { compileNewest } from './compile-newest.ts';
import { type PublishedSnapshot, pack } from './format.ts';
import type { SnapshotStore } from './store.ts';

export interface Publisher {
  readonly database: Database;
  readonly store: SnapshotStore;
  /** Hands the snapshot to the memory of this isolate, which then need not wait for the store. */
  readonly accept: (snapshot: PublishedSnapshot) => void;
}

export interface Published extends Pick<Compiled, 'problems'> {
  readonly environment: string;
  readonly version: number;
}

/** How often a publisher that was overtaken while it wrote tries again. */
const maxAttempts = 5;

/**
 * Publishes the newest committed state. The store cannot compare and swap, so two publishers may
 * write in the wrong order; whoever wrote last therefore looks at the database once more, and
 * writes again if it was overtaken, a few times at the most: whoever overtook it publishes as well. Throws when the database or the store cannot be reached, and
 * leaves what was published before; undefined when there is no such environment.
 */
export async function publish(
  publisher: Publisher,
  environmentKey: string,
): Promise<Published | undefined> {
  for (let attempt = 1; ; attempt++) {
    const compiled = await compileNewest(publisher.database, environmentKey);
    if (!compiled) return undefined;
    const { snapshot, problems } = compiled;
    await putUnlessOlder(publisher.store, snapshot);
    publisher.accept(snapshot);
    const newest = await findVersion(publisher.database, environmentKey);
    if (newest === snapshot.version || attempt === maxAttempts) {
      return { environment: environmentKey, version: snapshot.version, problems };
    }
  }
}

async function putUnlessOlder(store: SnapshotStore, snapshot: PublishedSnapshot): Promise<void> {
  const there = await store.findVersion(snapshot.environment);
  if (there !== undefined && there > snapshot.version) return;
  await store.put(snapshot.environment, await pack(snapshot));
}

async function findVersion(database: Database, key: string): Promise<number | undefined> {
  const [row] = await database.reads
    .select({ version: environments.version })
    .from(environments)
    .where(eq(environments.key, key));
  return row?.version;
}
