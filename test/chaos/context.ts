import { randomUUID } from 'node:crypto';
import type { ControlContext } from '../../src/control/context.ts';
import { publishAll } from '../../src/control/publish-all.ts';
import type { Database } from '../../src/db/connect.ts';
import { publish } from '../../src/snapshot/publish/publish.ts';
import type { SnapshotStore } from '../../src/snapshot/store.ts';
import { memorySnapshotStore } from '../support/memory-snapshot-store.ts';

const pause = async () => {};

/** An administrator's, who publishes to memory, and reads what is published there. */
export function contextFor(
  database: Database,
  store: SnapshotStore = memorySnapshotStore(),
): ControlContext {
  const publishOne = (environment: string) =>
    publish({ database, store, accept: () => {}, logError: () => {}, pause }, environment);
  return {
    database,
    actor: { id: 'chaos', role: 'admin' },
    address: null,
    requestId: randomUUID(),
    now: () => new Date(),
    published: store,
    publish: (environments) =>
      publishAll({ publish: publishOne, logError: () => {} }, environments),
  };
}
