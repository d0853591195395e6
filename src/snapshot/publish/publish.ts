import { and, eq } from 'drizzle-orm';
import type { Database } from '../../db/connect.ts';
import { environments } from '../../db/environments.ts';
import type { Snapshot } from '../../engine/snapshot.ts';
import { historyPolicy, publishPolicy } from '../../resource-policy.ts';
import { answeredWithin } from '../answered-within.ts';
import type { Compiled } from '../compile/compile.ts';
import { type PackedSnapshot, type PublishedSnapshot, pack } from '../format.ts';
import type { Label, SnapshotStore } from '../store.ts';
import { StoreBusyError } from '../store-busy-error.ts';
import { assertNoCollapse } from './assert-no-collapse.ts';
import { compileReadable } from './compile-readable.ts';
import { recordVersion } from './history.ts';
import { notePublished } from './note-published.ts';
import { WithheldError } from './withheld-error.ts';

export interface Publisher {
  readonly database: Database;
  readonly store: SnapshotStore;
  /** Hands the snapshot to the memory of this isolate, which then need not wait for the store. */
  readonly accept: (snapshot: PublishedSnapshot, checksum: string) => void;
  readonly logError: (message: string, error: unknown) => void;
  /** Until the store may take another write of the same environment. */
  readonly pause: () => Promise<unknown>;
}

export interface Published extends Pick<Compiled, 'problems'> {
  readonly environment: string;
  readonly version: number;
  /** The version whose content it is, where a person chose that one. */
  readonly pinnedTo?: number;
}

export interface PublishOptions {
  /** A person means what `assertNoCollapse` would withhold. */
  readonly force?: boolean;
  /** Whether somebody is about to publish this environment after us, and to look whether it was overtaken. */
  readonly isFollowed?: () => boolean;
}

/**
 * Publishes the newest committed state. The store cannot compare and swap, so two publishers may
 * write in the wrong order; whoever wrote last therefore looks at the database once more, and
 * writes again if it was overtaken. One version never stands for two contents, and versions only
 * rise: where rows were changed behind our back, or an older database was restored, the version is
 * raised first. Throws when the database or the store cannot be reached, or other publishers never
 * let it finish, and `WithheldError` where the edge would not read it well or rows seem to be lost;
 * undefined when there is no such environment.
 */
export async function publish(
  publisher: Publisher,
  environmentKey: string,
  { force = false, isFollowed = () => false }: PublishOptions = {},
): Promise<Published | undefined> {
  const { database, store, accept, pause } = publisher;
  for (let attempt = 1; attempt <= publishPolicy.attempts; attempt++) {
    const next = await makeNext(publisher, environmentKey, { force });
    if (!next) return undefined;
    const { compiled, packed, there } = next;
    const { snapshot } = compiled;
    if (snapshot.withdrawn) {
      const withdrawn = await withdraw(publisher, snapshot);
      if (withdrawn) return withdrawn;
      await pause();
      continue;
    }
    if (there && isTaken(there, packed)) {
      await raiseVersion(database, snapshot, there.version + 1);
      continue;
    }
    if (!(await tryToPut(store, environmentKey, packed))) {
      await pause();
      continue;
    }
    accept(snapshot, packed.checksum);
    const [newest] = await Promise.all([
      findVersion(database, environmentKey),
      record(publisher, snapshot),
      notePublished(publisher, snapshot),
    ]);
    if (newest === snapshot.version || isFollowed()) return describe(compiled);
    await pause();
  }
  throw new Error(`overtaken ${publishPolicy.attempts} times, or kept from writing`);
}

/**
 * Why the newest committed state is withheld, with the way out; undefined where it would be published.
 * Writes nothing. Throws when the database or the store cannot be reached.
 */
export async function explainWithheld(
  source: Pick<Publisher, 'database' | 'store'>,
  environmentKey: string,
): Promise<string | undefined> {
  try {
    await makeNext(source, environmentKey, {});
    return undefined;
  } catch (error) {
    if (error instanceof WithheldError) return error.message;
    throw error;
  }
}

/** Throws `WithheldError` for what must not take the place of what is there. */
async function makeNext(
  { database, store }: Pick<Publisher, 'database' | 'store'>,
  environmentKey: string,
  { force }: Pick<PublishOptions, 'force'>,
) {
  const next = await compileReadable(database, environmentKey);
  if (!next) return undefined;
  const { snapshot } = next.compiled;
  const there = await store.findLabel(environmentKey);
  if (there && !force && !snapshot.withdrawn) {
    await assertNoCollapse({ database, store, there, snapshot });
  }
  return { ...next, there };
}

/**
 * Replaces what is published of an environment that was deleted. Its own version may be lower than that
 * of what is there, as no row is left to be raised: then it is published under the next. Undefined
 * where it has to be looked at again: the store was busy, or there is such an environment by now.
 */
async function withdraw(
  { database, store, accept }: Publisher,
  snapshot: PublishedSnapshot,
): Promise<Published | undefined> {
  const { environment } = snapshot;
  const there = await store.findLabel(environment);
  const isDone = there && there.version >= snapshot.version && isEmpty(there);
  if (isDone) return { environment, version: there.version, problems: [] };
  const version = Math.max(snapshot.version, (there?.version ?? 0) + 1);
  const packed = await pack({ ...snapshot, version });
  if (!(await tryToPut(store, environment, packed))) return undefined;
  accept({ ...snapshot, version }, packed.checksum);
  const isBack = (await findVersion(database, environment)) !== undefined;
  return isBack ? undefined : { environment, version, problems: [] };
}

const isEmpty = ({ counts }: Label): boolean => counts?.flags === 0 && counts.keys === 0;

/** False where another isolate has just written: what is newest by then is to be written instead. */
async function tryToPut(store: SnapshotStore, environment: string, packed: PackedSnapshot) {
  try {
    await store.put(environment, packed);
    return true;
  } catch (error) {
    if (error instanceof StoreBusyError) return false;
    throw error;
  }
}

/** Without its place in the history it is served all the same, and cannot be returned to. */
async function record({ database, logError }: Publisher, snapshot: PublishedSnapshot) {
  try {
    const { recordMilliseconds } = historyPolicy;
    await answeredWithin(recordVersion(database.current, snapshot), recordMilliseconds);
  } catch (error) {
    logError(`version ${snapshot.version} of ${snapshot.environment} was not recorded`, error);
  }
}

const describe = ({ snapshot, problems }: Compiled): Published => ({
  environment: snapshot.environment,
  version: snapshot.version,
  ...(snapshot.pinnedTo === undefined ? {} : { pinnedTo: snapshot.pinnedTo }),
  problems,
});

/** What is there is newer, or has the same version and another content. */
const isTaken = (there: Label, packed: PackedSnapshot): boolean =>
  there.version > packed.version ||
  (there.version === packed.version && there.checksum !== packed.checksum);

/** Unless it has risen since: then what is there came from a publisher that overtook this one. */
const raiseVersion = (database: Database, { environment, version }: Snapshot, next: number) =>
  database.current
    .update(environments)
    .set({ version: next })
    .where(and(eq(environments.key, environment), eq(environments.version, version)));

async function findVersion(database: Database, key: string): Promise<number | undefined> {
  const [row] = await database.current
    .select({ version: environments.version })
    .from(environments)
    .where(eq(environments.key, key));
  return row?.version;
}
