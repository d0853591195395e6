import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateKey } from '../../src/contract/access/key-format.ts';
import { contextAlgorithms } from '../../src/contract/environments/context-key.ts';
import type { JsonObject } from '../../src/engine/json.ts';
import { loadPolicy } from '../../src/resource-policy.ts';
import { type PublishedSnapshot, pack } from '../../src/snapshot/format.ts';
import { sampleFlag } from '../engine/sample.ts';
import { sampleEnvironment } from '../support/edge.ts';
import { isolatedEdge } from '../support/isolated-edge.ts';

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

const pairs = new Map<string, Pair>();
const pairOf = (name: string) => pairs.get(name) ?? expect.fail(`no pair ${name}`);
const jwkOf = async (name: string, alg: string) =>
  ({ ...(await exportJWK(pairOf(name).publicKey)), alg }) as JsonObject;

beforeAll(async () => {
  for (const alg of contextAlgorithms) pairs.set(alg, await generateKeyPair(alg));
  pairs.set('other', await generateKeyPair('EdDSA'));
});

const on = { millipercent: 100_000, split: [{ variant: 'on', weight: 100_000 }] };

/** On for whoever has the plan, by its name or within the company, and for the user ana. */
const flags = [
  sampleFlag({
    rollout: { ...on, millipercent: 0 },
    rules: [
      { id: 'plan', when: { attribute: 'plan', operator: 'equals', value: 'pro' }, rollout: on },
      {
        id: 'company',
        when: { attribute: 'company.plan', operator: 'equals', value: 'pro' },
        rollout: on,
      },
      { id: 'ana', when: { attribute: 'user_id', operator: 'equals', value: 'ana' }, rollout: on },
      {
        id: 'key',
        when: { attribute: 'targetingKey', operator: 'equals', value: 'ana' },
        rollout: on,
      },
    ],
  }),
];

async function startEdge(change: Partial<PublishedSnapshot> = {}) {
  const { snapshot: bare, clientKey, serverKey } = await sampleEnvironment({ flags });
  const contextKeys = await Promise.all(
    contextAlgorithms.map(async (alg) => ({ id: alg, jwk: await jwkOf(alg, alg) })),
  );
  const snapshot = { ...bare, contextKeys, ...change };
  const edge = await isolatedEdge(snapshot);
  const { environment } = snapshot;
  const askSigned = (
    token: string | undefined,
    path = '/features/sample',
    init: RequestInit = {},
  ) =>
    edge.ask('', path, {
      ...init,
      headers: {
        'X-API-Key': clientKey,
        Authorization: token === undefined ? `Bearer ${clientKey}` : `Bearer ${token}`,
        ...init.headers,
      },
    });
  return { ...edge, snapshot, environment, clientKey, serverKey, askSigned };
}

interface Signing {
  readonly alg?: string;
  readonly kid?: string;
  readonly by?: string;
  readonly expiresIn?: number;
}

/** Half a minute before the clock of the edge, which stands still. */
const issuedAt = 1_800_000_000 - 30;

const sign = (
  environment: string,
  claims: object,
  { alg = 'EdDSA', kid = alg, by = alg, expiresIn = 300 }: Signing = {},
) =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg, kid })
    .setAudience(environment)
    .setExpirationTime(issuedAt + expiresIn)
    .sign(pairOf(by).privateKey);

const base64Url = (value: object | string) =>
  btoa(typeof value === 'string' ? value : JSON.stringify(value))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

const pro = { context: { plan: 'pro' } };
const isOn = async (response: Response) => {
  expect(response.status).toBe(200);
  return (await response.json<{ is_enabled: boolean }>()).is_enabled;
};

describe('a context that a backend has signed', () => {
  it.each(contextAlgorithms)('counts when it is signed with %s (security 14)', async (alg) => {
    const { environment, askSigned } = await startEdge();
    expect(await isOn(await askSigned(undefined))).toBe(false);
    expect(await isOn(await askSigned(await sign(environment, pro, { alg })))).toBe(true);
    expect(await isOn(await askSigned(await sign(environment, { context: {} }, { alg })))).toBe(
      false,
    );
  });

  it('wins over whatever is sent beside it, under its name or its path, and leaves the rest (security 14)', async () => {
    const { environment, askSigned } = await startEdge();
    const claims = { context: { plan: 'free', company: { plan: 'free' }, user_id: 'bo' } };
    const token = await sign(environment, claims);
    for (const query of [
      'plan=pro',
      'company.plan=pro',
      `context=${base64Url({ plan: 'pro', company: { plan: 'pro' } })}`,
      'user_id=ana',
      'targetingKey=ana',
    ]) {
      expect(await isOn(await askSigned(undefined, `/features/sample?${query}`)), query).toBe(true);
      expect(await isOn(await askSigned(token, `/features/sample?${query}`)), query).toBe(false);
    }
    const partial = await sign(environment, { context: { country: 'SE' } });
    expect(await isOn(await askSigned(partial, '/features/sample?plan=pro'))).toBe(true);
  });

  it('counts over OFREP, for one flag and for all', async () => {
    const { environment, askSigned } = await startEdge();
    const token = await sign(environment, { context: { targetingKey: 'bo', plan: 'free' } });
    const body = JSON.stringify({ context: { targetingKey: 'ana', user_id: 'ana', plan: 'pro' } });
    for (const path of ['/ofrep/v1/evaluate/flags/sample', '/ofrep/v1/evaluate/flags']) {
      const value = async (signed: string | undefined) => {
        const response = await askSigned(signed, path, { method: 'POST', body });
        expect(response.status).toBe(200);
        const answer = await response.json<{ value?: unknown; flags?: { value: unknown }[] }>();
        return answer.flags ? answer.flags[0]?.value : answer.value;
      };
      expect([await value(undefined), await value(token)]).toEqual([true, false]);
    }
  });

  it.each([
    ['user_id', { context: { user_id: 'ana' } }],
    ['targetingKey', { context: { targetingKey: 'ana' } }],
    ['the sub of the token', { sub: 'ana', context: {} }],
  ])('says who it is by %s', async (_, claims) => {
    const { environment, askSigned } = await startEdge();
    const token = await sign(environment, claims);
    expect(await isOn(await askSigned(token, '/features/sample?user_id=bo'))).toBe(true);
  });

  it('is a part of what an ETag names', async () => {
    const { environment, askSigned } = await startEdge();
    const [free, paid] = [await sign(environment, { context: {} }), await sign(environment, pro)];
    const tagOf = async (token: string | undefined) =>
      (await askSigned(token, '/features')).headers.get('ETag') ?? '';
    const tags = [await tagOf(undefined), await tagOf(paid), await tagOf(free)];
    expect(tags[1]).not.toBe(tags[0]);
    expect(tags[1]).not.toBe(tags[2]);
    const again = async (token: string, tag: string | undefined) =>
      (await askSigned(token, '/features', { headers: { 'If-None-Match': `${tag}` } })).status;
    expect(await again(paid, tags[1])).toBe(304);
    expect(await again(free, tags[1])).toBe(200);
    expect(await again('nonsense', tags[1])).toBe(401);
  });

  it('may come with a server key as well', async () => {
    const { environment, serverKey, askSigned } = await startEdge();
    const headers = { 'X-API-Key': serverKey };
    const token = await sign(environment, pro);
    expect(await isOn(await askSigned(token, '/features/sample', { headers }))).toBe(true);
  });
});

describe('a signed context is refused (security 14)', () => {
  const refused = async (response: Response) => {
    expect(response.status).toBe(401);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
    const { error } = await response.json<{ error: { code: string; message: string } }>();
    expect(error.code).toBe('invalid_signed_context');
    return error.message;
  };
  let edge: Awaited<ReturnType<typeof startEdge>>;
  beforeAll(async () => {
    edge = await startEdge();
  });
  const why = async (token: string) => refused(await edge.askSigned(token));
  const signed = (claims: object = pro, options: Signing = {}) =>
    sign(edge.environment, claims, options);

  it('when it was altered, in whatever part', async () => {
    const [head = '', claims = '', signature = ''] = (await signed()).split('.');
    const admin = base64Url({ ...JSON.parse(atob(claims)), context: { plan: 'pro', admin: true } });
    expect(await why(`${head}.${admin}.${signature}`)).toContain('signature');
    const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
    expect(await why(`${head}.${claims}.${flipped}`)).toContain('signature');
    expect(await why(`${head}.${claims}.`)).toContain('signature');
    for (const nonsense of ['nonsense', 'a.b.c', `${head}.${claims}`, '..']) await why(nonsense);
  });

  it('when it says that it is signed by nothing', async () => {
    const [, claims] = (await signed()).split('.');
    for (const alg of ['none', 'None', 'NONE', '']) {
      const head = base64Url({ alg, kid: 'EdDSA' });
      await why(`${head}.${claims}.`);
      await why(`${head}.${claims}.${base64Url('x')}`);
    }
  });

  it('when it was signed with a public key as if that were a secret', async () => {
    for (const kid of contextAlgorithms) {
      const published = JSON.stringify(await jwkOf(kid, kid));
      for (const secret of [
        published,
        String(JSON.parse(published).n ?? JSON.parse(published).x),
      ]) {
        const token = await new SignJWT(pro)
          .setProtectedHeader({ alg: 'HS256', kid })
          .setAudience(edge.environment)
          .setExpirationTime(issuedAt + 300)
          .sign(new TextEncoder().encode(secret));
        expect(await why(token)).toContain('alg');
      }
    }
  });

  it('when its alg is not that of its key, or its kid names another key', async () => {
    expect(await why(await signed(pro, { alg: 'ES256', kid: 'EdDSA' }))).toContain('alg');
    expect(await why(await signed(pro, { kid: 'EdDSA', by: 'other' }))).toContain('signature');
  });

  it('when it has expired, never expires, or is not valid yet', async () => {
    expect(await why(await signed(pro, { expiresIn: 30 }))).toContain('expired');
    const endless = new SignJWT(pro)
      .setProtectedHeader({ alg: 'EdDSA', kid: 'EdDSA' })
      .setAudience(edge.environment);
    expect(await why(await endless.sign(pairOf('EdDSA').privateKey))).toContain('exp');
    expect(await why(await signed({ ...pro, nbf: issuedAt + 60 }))).toContain('nbf');
  });

  it('when it is for another environment, or for none', async () => {
    expect(await why(await sign('another', pro))).toContain('aud');
    const unnamed = new SignJWT(pro)
      .setProtectedHeader({ alg: 'EdDSA', kid: 'EdDSA' })
      .setExpirationTime(issuedAt + 300);
    expect(await why(await unnamed.sign(pairOf('EdDSA').privateKey))).toContain('aud');
  });

  it('when its kid is missing, unknown, or of another environment', async () => {
    expect(await why(await signed(pro, { kid: 'unknown' }))).toContain('kid');
    const elsewhere = await startEdge({
      contextKeys: [{ id: 'elsewhere', jwk: await jwkOf('other', 'EdDSA') }],
    });
    const options = { kid: 'elsewhere', by: 'other' };
    const token = await sign(elsewhere.environment, pro, options);
    expect(await isOn(await elsewhere.askSigned(token))).toBe(true);
    expect(await why(token)).toContain('kid');
    expect(await why(await signed(pro, options))).toContain('kid');
    const nameless = new SignJWT(pro)
      .setProtectedHeader({ alg: 'EdDSA' })
      .setAudience(edge.environment)
      .setExpirationTime(issuedAt + 300);
    expect(await why(await nameless.sign(pairOf('EdDSA').privateKey))).toContain('kid');
  });

  it('when it holds no context, or one that is out of bounds', async () => {
    for (const context of [undefined, null, 'pro', ['pro'], { list: Array(300).fill(1) }]) {
      expect(await why(await signed({ context }))).toContain('context');
    }
    await why(await signed({ context: { targetingKey: { nested: 1 } } }));
    await why(await signed({ context: { text: 'x'.repeat(4_000), more: 'y'.repeat(4_000) } }));
  });

  it('in the words of OFREP, where that is asked', async () => {
    const init = { method: 'POST', body: '{}' };
    const response = await edge.askSigned('nonsense', '/ofrep/v1/evaluate/flags', init);
    expect([response.status, await response.json()]).toMatchObject([401, { errorCode: 'GENERAL' }]);
  });
});

describe('a token that was verified once', () => {
  it('is refused when it expires, and when its key is revoked (security 14)', async () => {
    const { environment, askSigned, state, store, snapshot, settle } = await startEdge();
    const [short, long] = [
      await sign(environment, pro, { expiresIn: 40 }),
      await sign(environment, pro, { expiresIn: 400 }),
    ];
    const statuses = async () => [(await askSigned(short)).status, (await askSigned(long)).status];
    expect(await statuses()).toEqual([200, 200]);
    expect(await statuses()).toEqual([200, 200]);
    state.now += 10_000;
    expect(await statuses()).toEqual([401, 200]);
    const contextKeys = snapshot.contextKeys.filter(({ id }) => id !== 'EdDSA');
    await store.put(environment, await pack({ ...snapshot, version: 2, contextKeys }));
    state.now += loadPolicy.refreshAfterMilliseconds;
    await askSigned(undefined);
    await settle();
    expect(await statuses()).toEqual([401, 401]);
  });

  it('opens no other environment, however it is remembered (security 14)', async () => {
    const { environment, askSigned, store, snapshot } = await startEdge();
    const other = await sampleEnvironment({ flags });
    const { contextKeys } = snapshot;
    await store.put(other.snapshot.environment, await pack({ ...other.snapshot, contextKeys }));
    const token = await sign(environment, pro);
    expect((await askSigned(token)).status).toBe(200);
    const headers = { 'X-API-Key': other.clientKey };
    const response = await askSigned(token, '/features/sample', { headers });
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_signed_context' } });
    const own = await sign(other.snapshot.environment, pro);
    expect((await askSigned(own, '/features/sample', { headers })).status).toBe(200);
  });
});

describe('an environment that requires signed contexts', () => {
  it('refuses client keys without one, over either protocol, and no server key (security 14)', async () => {
    const { environment, askSigned, serverKey, ask } = await startEdge({
      requiresSignedContext: true,
    });
    for (const path of ['/features/sample', '/features/gone?default=1', '/features']) {
      const response = await askSigned(undefined, path);
      expect([response.status, await response.json()]).toMatchObject([
        401,
        { error: { code: 'signed_context_required' } },
      ]);
    }
    const init = { method: 'POST', body: '{"context":{"targetingKey":"ana"}}' };
    for (const path of ['/ofrep/v1/evaluate/flags', '/ofrep/v1/evaluate/flags/sample']) {
      expect((await askSigned(undefined, path, init)).status).toBe(401);
    }
    expect(await isOn(await askSigned(await sign(environment, pro)))).toBe(true);
    expect((await ask(serverKey)).status).toBe(200);
  });

  it('tells nobody without a good key that it does', async () => {
    const { environment, ask } = await startEdge({ requiresSignedContext: true });
    const response = await ask(generateKey({ kind: 'client', environment }));
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_key' } });
  });
});

it('a page that has an answer keeps it while no snapshot can be had, by its signed context', async () => {
  const { environment, askSigned, state, restart } = await startEdge();
  const token = await sign(environment, pro);
  const tag = (await askSigned(token, '/features')).headers.get('ETag') ?? '';
  state.fails = true;
  restart();
  const headers = { 'If-None-Match': tag };
  expect((await askSigned(token, '/features', { headers })).status).toBe(304);
  expect((await askSigned(undefined, '/features', { headers })).status).toBe(200);
});

it('a page of any origin may send both headers', async () => {
  const { ask } = await startEdge();
  const response = await ask('', '/features', { method: 'OPTIONS' });
  const allowed = response.headers.get('Access-Control-Allow-Headers') ?? '';
  expect(allowed.split(', ')).toEqual(expect.arrayContaining(['Authorization', 'X-API-Key']));
});
