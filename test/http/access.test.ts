import { describe, expect, it } from 'vitest';
import { generateKey } from '../../src/contract/access/key-format.ts';
import { loadPolicy } from '../../src/resource-policy.ts';
import { pack } from '../../src/snapshot/format.ts';
import { sampleFlag } from '../engine/sample.ts';
import { publishEnvironment, sampleEnvironment } from '../support/edge.ts';
import { isolatedEdge } from '../support/isolated-edge.ts';

describe('a key', () => {
  it('is refused without any look-up when it is mistyped, or none at all', async () => {
    const { snapshot, serverKey } = await sampleEnvironment();
    const { ask, state } = await isolatedEdge(snapshot);
    const mistyped = [
      '',
      'nonsense',
      serverKey.slice(0, -1),
      `${serverKey}x`,
      serverKey.replace('bgs_', 'bgc_'),
      serverKey.replace(snapshot.environment, 'production'),
      generateKey({ kind: 'admin' }),
      'bgs_'.padEnd(10_000, 'x'),
    ];
    for (const key of mistyped) expect((await ask(key)).status, key.slice(0, 80)).toBe(401);
    expect(state.finds).toBe(0);
  });

  it('is refused alike when it is unknown, revoked, or of another environment', async () => {
    const { snapshot, serverKey } = await sampleEnvironment();
    const { environment } = snapshot;
    const { ask } = await isolatedEdge({ ...snapshot, keys: [] });
    const bodies = [];
    for (const key of [
      serverKey,
      generateKey({ kind: 'server', environment }),
      generateKey({ kind: 'client', environment: 'elsewhere' }),
    ]) {
      const response = await ask(key);
      expect(response.status).toBe(401);
      const { error } = await response.json<{ error: { request_id?: string } }>();
      delete error.request_id;
      bodies.push(error);
    }
    expect(bodies[1]).toEqual(bodies[0]);
    expect(bodies[2]).toEqual(bodies[0]);
  });

  it('of a made-up environment is looked for once a minute at the most', async () => {
    const { snapshot } = await sampleEnvironment();
    const { ask, state } = await isolatedEdge(snapshot);
    for (let attempt = 0; attempt < 5; attempt++) {
      await ask(generateKey({ kind: 'client', environment: 'made-up' }));
    }
    expect(state.finds).toBe(1);
    state.now += loadPolicy.lacksForMilliseconds.missing - 1;
    await ask(generateKey({ kind: 'client', environment: 'made-up' }));
    expect(state.finds).toBe(1);
    state.now += 1;
    await ask(generateKey({ kind: 'client', environment: 'made-up' }));
    expect(state.finds).toBe(2);
  });

  it('is accepted as soon as it is published, and refused once it is revoked', async () => {
    const { snapshot, serverKey } = await sampleEnvironment();
    const { ask, state, store, settle } = await isolatedEdge({ ...snapshot, keys: [] });
    expect((await ask(serverKey)).status).toBe(401);
    await store.put(snapshot.environment, await pack({ ...snapshot, version: 2 }));
    state.now += loadPolicy.refreshAfterMilliseconds;
    expect((await ask(serverKey)).status).toBe(200);
    await store.put(snapshot.environment, await pack({ ...snapshot, version: 3, keys: [] }));
    state.now += loadPolicy.refreshAfterMilliseconds;
    await ask(serverKey);
    await settle();
    expect((await ask(serverKey)).status).toBe(401);
  });
});

describe('while the store is gone', () => {
  it('a warm isolate goes on answering, and tells its age', async () => {
    const { snapshot, serverKey } = await sampleEnvironment();
    const { ask, state } = await isolatedEdge(snapshot);
    await ask(serverKey);
    state.fails = true;
    state.now += 3_600_000;
    const response = await ask(serverKey);
    expect(response.status).toBe(200);
    expect(response.headers.get('x-flags-age')).toBe('3600');
    expect(await response.json()).toMatchObject({ is_enabled: true });
  });

  it("a cold isolate answers the caller's default, else false, and says so", async () => {
    const { snapshot, serverKey } = await sampleEnvironment();
    const { ask, state } = await isolatedEdge(snapshot);
    state.fails = true;
    const refused = await ask(serverKey);
    expect(refused.status).toBe(200);
    expect(refused.headers.get('x-flags-source')).toBe('default');
    expect(await refused.json()).toMatchObject({
      is_enabled: false,
      value: false,
      reason: 'ERROR',
      error_code: 'PROVIDER_NOT_READY',
    });
    const defaulted = await ask(serverKey, '/features/sample?default=true');
    expect(await defaulted.json()).toMatchObject({ is_enabled: true, reason: 'DEFAULT' });
    const all = await ask(serverKey, '/features');
    expect([all.status, await all.json()]).toMatchObject([200, { version: 0, features: [] }]);
    state.fails = false;
    state.now += loadPolicy.refreshAfterMilliseconds;
    expect(await (await ask(serverKey)).json()).toMatchObject({ reason: 'STATIC' });
  });
});

it('the answers of two environments never mix', async () => {
  const [first, second] = await Promise.all([
    publishEnvironment({ flags: [sampleFlag({ name: 'First' })] }),
    publishEnvironment({ flags: [sampleFlag({ name: 'Second', on: false })] }),
  ]);
  expect(await (await first.ask('/features/sample')).json()).toMatchObject({ name: 'First' });
  expect(await (await second.ask('/features/sample')).json()).toMatchObject({ name: 'Second' });
  const etag = (await first.ask('/features')).headers.get('ETag') ?? '';
  const headers = { 'If-None-Match': etag };
  expect((await second.ask('/features', second.serverKey, { headers })).status).toBe(200);
});

it('an environment that was deleted answers its keys 401, also where it is held', async () => {
  const { snapshot, serverKey, clientKey } = await sampleEnvironment();
  const { ask, state, store, settle, restart } = await isolatedEdge(snapshot);
  expect((await ask(serverKey)).status).toBe(200);
  const nothing = { flags: [], segments: [], keys: [] };
  const withdrawn = { ...snapshot, ...nothing, version: 2, withdrawn: true as const };
  await store.put(snapshot.environment, await pack(withdrawn));
  state.now += loadPolicy.refreshAfterMilliseconds;
  await ask(serverKey);
  await settle();
  for (const key of [serverKey, clientKey]) expect((await ask(key)).status).toBe(401);
  restart();
  expect((await ask(serverKey, '/features?default=true')).status).toBe(401);
});
