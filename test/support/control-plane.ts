import { randomUUID } from 'node:crypto';
import type { Role } from '../../src/contract/access/api-key.ts';
import type { ControlContext } from '../../src/control/context.ts';
import { publishAll } from '../../src/control/publish-all.ts';
import { warm } from '../../src/control/warm.ts';
import { connect, type Database } from '../../src/db/connect.ts';
import { type PublishedSnapshot, unpack } from '../../src/snapshot/format.ts';
import { publish } from '../../src/snapshot/publish/publish.ts';
import { copyDatabase, type FreshDatabase, freshDatabase } from './fresh-postgres-database.ts';
import { memorySnapshotStore } from './memory-snapshot-store.ts';

const logError = () => {};
const pause = async () => {};

export type TestControlPlane = ReturnType<typeof openControlPlane>;

interface Capabilities {
  /** Whether verbs can read what is published, as those of the Worker can and a command cannot. */
  readonly readsPublished?: boolean;
}

/** The verbs over a seeded database of their own, through the real drivers, publishing to memory. */
export async function startControlPlane(capabilities: Capabilities = {}) {
  const plane = openControlPlane(await freshDatabase(), capabilities);
  await warm({ ctx: plane.ctx, input: undefined });
  return plane;
}

/** One like it as it is now, with as much published; cheaper than doing all of it again. */
export async function copyControlPlane(plane: TestControlPlane): Promise<TestControlPlane> {
  const copy = openControlPlane(await copyDatabase(plane), plane.capabilities);
  for (const environment of await plane.store.listEnvironments()) {
    const packed = await plane.store.find(environment);
    if (packed) await copy.store.put(environment, packed);
  }
  return copy;
}

/** Of fifty changes at once, the last waits for its turn, on a busy machine longer than an operator would. */
const patient = (database: Database): Database => ({
  ...database,
  transaction: (work, config) =>
    database.transaction(work, { queryTimeoutMilliseconds: 60_000, ...config }),
});

function openControlPlane(fresh: FreshDatabase, capabilities: Capabilities) {
  const { databaseUrl, neonProxyUrl, dispose } = fresh;
  const { readsPublished = false } = capabilities;
  const database = patient(connect({ databaseUrl, neonProxyUrl }));
  const store = memorySnapshotStore();
  const publisher = { database, store, accept: () => {}, logError, pause };
  const ctx = contextFor('admin');

  function contextFor(role: Role): ControlContext {
    return {
      database,
      actor: { id: `test-${role}`, role },
      address: '192.0.2.1',
      requestId: randomUUID(),
      now: () => new Date(),
      ...(readsPublished ? { published: store } : {}),
      publish: (environments, options) =>
        publishAll(
          { publish: (environment, force) => publish(publisher, environment, force), logError },
          environments,
          options,
        ),
    };
  }

  /** What the edge would read now. */
  async function published(environment: string): Promise<PublishedSnapshot> {
    const packed = await store.find(environment);
    if (!packed) throw new Error(`nothing was published for ${environment}`);
    return unpack(packed, environment);
  }

  return { capabilities, database, databaseUrl, store, ctx, contextFor, published, dispose };
}
