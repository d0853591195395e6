import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { afterEach, expect, it, vi } from 'vitest';
import { createReadyApp } from '../../src/http/admin/routes/ready-route.ts';
import { pack } from '../../src/snapshot/format.ts';
import { type Held, hold } from '../../src/snapshot/held.ts';
import type { SnapshotStore } from '../../src/snapshot/store.ts';
import { sampleEnvironment } from '../support/edge.ts';
import { memorySnapshotStore } from '../support/memory-snapshot-store.ts';

const adminSecret = 'an-admin-secret-of-more-than-32-characters';

afterEach(() => {
  vi.useRealTimers();
});

/** A deployment without database, whose store is that one. */
function appOn(store: SnapshotStore, held: readonly Held[] = []) {
  const noDatabase = () => {
    throw new Error('DATABASE_URL is not set');
  };
  const database = {
    get reads() {
      return noDatabase();
    },
    get current() {
      return noDatabase();
    },
    transaction: noDatabase,
  };
  const capabilities = {
    database: database as never,
    adminSecret,
    attempts: { settle: async () => 0, findWait: async () => 0 },
    now: () => new Date(),
    codeVersion: 'test',
    listHeld: () => held,
    listBundled: () => [],
    store,
    publish: noDatabase,
    explainWithheld: noDatabase,
    logError: () => {},
  };
  return createReadyApp(capabilities);
}

const ask = (
  app: ReturnType<typeof createReadyApp>,
  ctx = createExecutionContext(),
  key?: string,
) =>
  app.request('/health/ready', key ? { headers: { Authorization: `Bearer ${key}` } } : {}, {}, ctx);

async function publishSample() {
  const { snapshot } = await sampleEnvironment({ flags: [] });
  const store = memorySnapshotStore();
  await store.put(snapshot.environment, await pack(snapshot));
  return { store, environment: snapshot.environment };
}

it('looks at the environments that are stored, whatever they are called', async () => {
  const { store, environment } = await publishSample();
  const response = await ask(appOn(store));
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    status: 'degraded',
    kv: 'ok',
    postgres: 'unreachable',
    snapshots: [{ environment, source: 'kv' }],
  });
});

it('says that the store has lost what is served from memory, without a database to compare with', async () => {
  const { snapshot } = await sampleEnvironment({ flags: [] });
  const held = hold({ snapshot, checksum: '', origin: 'kv', now: Date.now() });
  const response = await ask(appOn(memorySnapshotStore(), [held]));
  expect([response.status, await response.json()]).toMatchObject([
    200,
    { status: 'degraded', kv: 'missing', snapshots: [{ source: 'memory' }] },
  ]);
});

it('looks once for all who ask at the same time, and goes on when they are gone', async () => {
  const { store } = await publishSample();
  let reads = 0;
  let isOver = false;
  const slow: SnapshotStore = {
    ...store,
    find: async (environment) => {
      reads += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
      isOver = true;
      return store.find(environment);
    },
  };
  const app = appOn(slow);
  const ctx = createExecutionContext();
  const asked = Array.from({ length: 8 }, () => ask(app, ctx));
  await Promise.resolve();
  await waitOnExecutionContext(ctx);
  expect([reads, isOver]).toEqual([1, true]);
  await Promise.all(asked);
});

it.each([
  ['anybody', undefined],
  ['an admin key that cannot be looked up', 'bga_x'],
  ['the admin', adminSecret],
])('answers %s although a look that another began never ends', async (_, key) => {
  const { store } = await publishSample();
  const stuck: SnapshotStore = { ...store, find: () => new Promise(() => {}) };
  const app = appOn(stuck);
  // Of a request that the platform ended, no timer ever fires.
  vi.useFakeTimers();
  void ask(app);
  await vi.advanceTimersByTimeAsync(0);
  vi.clearAllTimers();
  let status: number | undefined;
  void (async () => {
    status = (await ask(app, createExecutionContext(), key)).status;
  })();
  await vi.advanceTimersByTimeAsync(12_000);
  expect(status).toBe(503);
});
