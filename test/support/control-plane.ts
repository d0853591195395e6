import { randomUUID } from 'node:crypto';
import type { Role } from '../../src/contract/api-key.ts';
import type { ControlContext } from '../../src/control/context.ts';
import { publishAll } from '../../src/control/publish-all.ts';
import { warm } from '../../src/control/warm.ts';
import { connect } from '../../src/db/connect.ts';
import { type PublishedSnapshot, unpack } from '../../src/snapshot/format.ts';
import { publish } from '../../src/snapshot/publish.ts';
import { freshDatabase } from './fresh-postgres-database.ts';
import { memorySnapshotStore } from './memory-snapshot-store.ts';

const logError = () => {};
const pause = async () => {};

export type TestControlPlane = Awaited<ReturnType<typeof startControlPlane>>;

interface Capabilities {
  /** Whether verbs can read what is published, as those of the Worker can and a command cannot. */
  readonly readsPublished?: boolean;
}

/** The verbs over a seeded database of their own, through the real drivers, publishing to memory. */
export async function startControlPlane({ readsPublished = false }: Capabilities = {}) {
  const { databaseUrl, neonProxyUrl, dispose } = await freshDatabase();
  const database = connect({ databaseUrl, neonProxyUrl });
  const store = memorySnapshotStore();
  const publisher = { database, store, accept: () => {}, logError, pause };
  const ctx = contextFor('admin');
  await warm({ ctx, input: undefined });

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

  return { database, databaseUrl, store, ctx, contextFor, published, dispose };
}
