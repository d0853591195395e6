import { describe, expect, it } from 'vitest';
import { loadPolicy } from '../../src/resource-policy.ts';
import { pack } from '../../src/snapshot/format.ts';
import { sampleFlag, share } from '../engine/sample.ts';
import { sampleEnvironment } from '../support/edge.ts';
import { isolatedEdge } from '../support/isolated-edge.ts';

const route = '/ofrep/v1/evaluate/flags';

async function bulkEdge(codeVersion = 'test') {
  const flags = [sampleFlag({ rollout: share(50_000) })];
  const { snapshot, serverKey, clientKey } = await sampleEnvironment({ flags, version: 41 });
  const edge = await isolatedEdge(snapshot, { codeVersion });
  const bulk = (context: object, headers: Record<string, string> = {}, query = '') =>
    edge.ask(serverKey, `${route}${query}`, {
      method: 'POST',
      body: JSON.stringify({ context }),
      headers,
    });
  const publish = async (change: Partial<typeof snapshot>) => {
    await edge.store.put(snapshot.environment, await pack({ ...snapshot, ...change }));
    edge.state.now += loadPolicy.waitAfterMilliseconds;
  };
  const etagOf = async (context: object) => (await bulk(context)).headers.get('ETag') ?? '';
  return { ...edge, bulk, publish, etagOf, snapshot, serverKey, clientKey };
}

const context = { targetingKey: 'u', plan: 'pro', nested: { a: [1, { b: 2, c: 3 }], d: 4 } };

describe('the ETag', () => {
  it('is strong and tells the version and its content', async () => {
    const { etagOf } = await bulkEdge();
    expect(await etagOf(context)).toMatch(/^"41\.[0-9a-f]{16}-[\w-]+\.[0-9a-f]{16}"$/);
  });

  it('is the same for the same context in another order', async () => {
    const { etagOf } = await bulkEdge();
    const reordered = { nested: { d: 4, a: [1, { c: 3, b: 2 }] }, plan: 'pro', targetingKey: 'u' };
    expect(await etagOf(reordered)).toBe(await etagOf(context));
  });

  it('differs with every attribute, the key, the version and the code', async () => {
    const { etagOf, ask, clientKey, publish } = await bulkEdge();
    const others = [
      { ...context, targetingKey: 'v' },
      { ...context, plan: 'free' },
      { ...context, plan: ['pro'] },
      { ...context, nested: { ...context.nested, d: '4' } },
      { ...context, another: null },
      { ...context, burgee: { flags: ['sample'] } },
      { targetingKey: 'u', plan: 'pro' },
      {},
    ];
    const etags = [await etagOf(context)];
    for (const other of others) etags.push(await etagOf(other));
    const body = JSON.stringify({ context });
    const asClient = await ask(clientKey, route, { method: 'POST', body });
    etags.push(asClient.headers.get('ETag') ?? '');
    const deployed = await bulkEdge('another');
    etags.push(await deployed.etagOf(context));
    await publish({ version: 42 });
    etags.push(await etagOf(context));
    expect(new Set(etags).size).toBe(etags.length);
  });

  it('differs once an override has expired, though the version stays', async () => {
    const { etagOf, publish, state } = await bulkEdge();
    const expiresAt = state.now + 40_000;
    const overrides = [{ scope: 'user', subject: 'u', variant: 'off', expiresAt } as const];
    await publish({ version: 42, flags: [sampleFlag({ overrides })] });
    const before = await etagOf(context);
    state.now = expiresAt;
    expect(await etagOf(context)).not.toBe(before);
  });
});

describe('a caller who has the answer', () => {
  it.each([
    ['as it was sent', (etag: string) => etag],
    ['weak', (etag: string) => `W/${etag}`],
    ['in a list', (etag: string) => `"41-0-x.y", W/${etag} , "z"`],
    ['without quotes', (etag: string) => etag.slice(1, -1)],
    ['as any', () => '*'],
  ])('is answered 304, its tag being sent %s', async (_, tagOf) => {
    const { bulk, etagOf } = await bulkEdge();
    const etag = await etagOf(context);
    const response = await bulk(context, { 'If-None-Match': tagOf(etag) });
    expect([response.status, await response.text()]).toEqual([304, '']);
    expect(response.headers.get('ETag')).toBe(etag);
    expect(response.headers.get('x-flags-version')).toBe('41');
    expect(response.headers.get('Content-Type')).toBeNull();
  });

  it('is answered in full once an attribute other than targetingKey has changed', async () => {
    const { bulk, etagOf } = await bulkEdge();
    const headers = { 'If-None-Match': await etagOf(context) };
    expect((await bulk({ ...context, plan: 'free' }, headers)).status).toBe(200);
  });

  it.each(['', '"x"', '"41"', 'W/"41-0"', ',', '""'])('has not, with %j', async (tag) => {
    const { bulk } = await bulkEdge();
    expect((await bulk(context, { 'If-None-Match': tag })).status).toBe(200);
  });
});

describe('a request that an event triggered', () => {
  it.each([
    ['names another state', 'flagConfigEtag=40', 200],
    ['names a newer state', 'flagConfigEtag=42&flagConfigLastModified=1771622898', 200],
    ['names an empty state', 'flagConfigEtag=', 200],
    ['names an instant alone', 'flagConfigLastModified=1771622898', 200],
    ['names our state', 'flagConfigEtag=41', 304],
    ['names another content', 'flagConfigEtag=41.0123456789abcdef', 200],
    ['names our state in quotes', 'flagConfigEtag=%2241%22&flagConfigLastModified=1', 304],
    ['names none', 'other=1', 304],
  ])('and %s is answered as it has to be', async (_, query, status) => {
    const { bulk, etagOf } = await bulkEdge();
    const headers = { 'If-None-Match': await etagOf(context) };
    expect((await bulk(context, headers, `?${query}`)).status).toBe(status);
  });

  it('and names our state, yet no answer, is answered in full', async () => {
    const { bulk } = await bulkEdge();
    expect((await bulk(context, {}, '?flagConfigEtag=41')).status).toBe(200);
  });
});

describe('while nothing can be asked', () => {
  it('a snapshot that nobody has confirmed for a minute says so, in its ETag as well', async () => {
    const { bulk, etagOf, state } = await bulkEdge();
    const before = await etagOf(context);
    state.fails = true;
    state.now += loadPolicy.staleAfterMilliseconds + 1;
    const response = await bulk(context, { 'If-None-Match': before });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-flags-age')).toBe('60');
    const { flags } = await response.json<{ flags: object[] }>();
    expect(flags).toMatchObject([{ key: 'sample', reason: 'STALE', variant: expect.any(String) }]);
    expect(response.headers.get('ETag')).not.toBe(before);
    state.fails = false;
    state.now += loadPolicy.waitAfterMilliseconds;
    expect(await etagOf(context)).toBe(before);
  });

  it('a cold isolate leaves the decision to the code, and what a caller has, to the caller', async () => {
    const { ask, bulk, etagOf, serverKey, state, restart } = await bulkEdge();
    const etag = await etagOf(context);
    state.fails = true;
    restart();
    const single = await ask(serverKey, `${route}/sample`, { method: 'POST', body: '{}' });
    expect([single.status, await single.json()]).toEqual([
      200,
      { key: 'sample', reason: 'DEFAULT' },
    ]);
    const cold = await bulk(context);
    expect([cold.status, await cold.json()]).toEqual([200, { flags: [] }]);
    expect([cold.headers.get('ETag'), cold.headers.get('x-flags-source')]).toEqual([
      null,
      'default',
    ]);
    const kept = await bulk(context, { 'If-None-Match': `W/${etag}` });
    expect([kept.status, kept.headers.get('x-flags-source')]).toEqual([304, 'default']);
    for (const [other, tag] of [
      [{ ...context, plan: 'free' }, etag],
      [context, '*'],
    ] as const) {
      expect((await bulk(other, { 'If-None-Match': tag })).status).toBe(200);
    }
    state.fails = false;
    state.now += loadPolicy.refreshAfterMilliseconds;
    expect((await bulk(context, { 'If-None-Match': etag })).headers.get('ETag')).toBe(etag);
  });
});
