import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { CountHundred } from '../../src/http/evaluation/key-rates.ts';
import { ratePolicy } from '../../src/resource-policy.ts';
import { sampleEnvironment } from '../support/edge.ts';
import { testHub } from '../support/hub.ts';
import { isolatedEdge } from '../support/isolated-edge.ts';

const { requestsPerCount, refusedMilliseconds, spreadSeconds } = ratePolicy;

async function limitedEdge(countHundred: CountHundred | undefined) {
  const { snapshot, serverKey, clientKey } = await sampleEnvironment();
  const counted: string[] = [];
  const edge = await isolatedEdge(snapshot, {
    hub: testHub(),
    countHundred:
      countHundred &&
      ((key) => {
        counted.push(key);
        return countHundred(key);
      }),
  });
  const askMany = async (times: number, key = serverKey) => {
    for (let time = 0; time < times; time++) {
      const response = await edge.ask(key);
      await response.body?.cancel();
      if (response.status !== 200) return response.status;
    }
    await Promise.race([edge.settle(), new Promise((resolve) => setTimeout(resolve, 1_000))]);
    return 200;
  };
  const keys = snapshot.keys.map(({ hash }) => hash);
  return { ...edge, askMany, counted, serverKey, clientKey, keys };
}

const refuse = async () => false;

describe('a key', () => {
  it('is counted by hundreds, each key for itself', async () => {
    const { askMany, counted, clientKey, keys } = await limitedEdge(async () => true);
    await askMany(requestsPerCount - 1);
    expect(counted).toEqual([]);
    await askMany(1);
    await askMany(requestsPerCount - 1, clientKey);
    expect(counted).toEqual([keys[1]]);
    await askMany(1, clientKey);
    await askMany(requestsPerCount);
    expect(counted).toEqual([keys[1], keys[0], keys[1]]);
  });

  it('that is too fast for the binding is refused, and another is not', async () => {
    const { askMany, ask, serverKey, clientKey, state, counted } = await limitedEdge(
      async (key) => (await env.LOW_RATE_LIMIT.limit({ key })).success,
    );
    let hundreds = 0;
    while (hundreds < 10 && (await askMany(requestsPerCount)) === 200) hundreds += 1;
    // Two are allowed, of the next period as well if it begins meanwhile, and one is known too late.
    expect(hundreds).toBeGreaterThanOrEqual(3);
    expect(hundreds).toBeLessThanOrEqual(5);
    expect(await askMany(requestsPerCount, clientKey)).toBe(200);
    const asked = counted.length;
    expect(await askMany(500)).toBe(429);
    expect(counted.length).toBe(asked);
    state.now += refusedMilliseconds - 1;
    expect((await ask(serverKey)).headers.get('Retry-After')).toMatch(/^([1-9]|1[01])$/);
  });

  it('may ask again after some seconds, and is counted at once', async () => {
    let isAllowed = false;
    const { askMany, state, counted } = await limitedEdge(async () => isAllowed);
    await askMany(requestsPerCount);
    expect(await askMany(1)).toBe(429);
    state.now += refusedMilliseconds;
    expect(await askMany(1)).toBe(200);
    expect(counted.length).toBe(2);
    expect(await askMany(1)).toBe(429);
    isAllowed = true;
    state.now += refusedMilliseconds;
    expect(await askMany(requestsPerCount)).toBe(200);
  });

  it('is told in whole seconds when to come back, in the words of its protocol', async () => {
    const { askMany, ask, serverKey } = await limitedEdge(refuse);
    await askMany(requestsPerCount);
    const route = '/ofrep/v1/evaluate/flags';
    const post = { method: 'POST', body: '{}' };
    const most = refusedMilliseconds / 1_000 + spreadSeconds;
    const told = new Set<number>();
    for (let time = 0; time < 40; time++) {
      const response = await ask(serverKey, `${route}/sample`, post);
      expect(response.status).toBe(429);
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
      expect(response.headers.get('Access-Control-Expose-Headers')).toContain('Retry-After');
      const retryAfter = response.headers.get('Retry-After') ?? '';
      expect(retryAfter).toMatch(/^\d+$/);
      told.add(Number(retryAfter));
      expect(await response.json()).toMatchObject({ key: 'sample', errorCode: 'GENERAL' });
    }
    expect(Math.min(...told)).toBeGreaterThanOrEqual(refusedMilliseconds / 1_000);
    expect(Math.max(...told)).toBeLessThanOrEqual(most);
    expect(told.size).toBeGreaterThan(2);
    expect(await (await ask(serverKey, route, post)).json()).toMatchObject({
      errorCode: 'GENERAL',
    });
    expect(await (await ask(serverKey)).json()).toMatchObject({ error: { code: 'rate_limited' } });
  });
});

it('a key is counted when it opens a stream as well, and refused', async () => {
  const { ask, clientKey, counted, settle } = await limitedEdge(refuse);
  const open = () => ask(clientKey, '/ofrep/v1/stream', { method: 'HEAD' });
  for (let time = 0; time < requestsPerCount; time++) expect((await open()).status).toBe(200);
  await settle();
  expect(counted).toHaveLength(1);
  const refused = await open();
  expect([refused.status, refused.headers.get('Retry-After')]).toEqual([
    429,
    expect.stringMatching(/^\d+$/),
  ]);
});

it.each([
  ['throws', () => Promise.reject(new Error('away'))],
  [
    'throws at once',
    () => {
      throw new Error('away');
    },
  ],
  ['hangs', () => new Promise<boolean>(() => {})],
  ['is absent', undefined],
] as const)('a binding that %s lets everybody through', async (_, countHundred) => {
  const { askMany } = await limitedEdge(countHundred);
  for (let time = 0; time < 4; time++) expect(await askMany(requestsPerCount)).toBe(200);
});

it('the deployed binding counts', async () => {
  expect(await env.RATE_LIMIT?.limit({ key: 'anything' })).toEqual({ success: true });
});
