import { generateKeyPairSync } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { importJWK, importPKCS8, jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ContextAlgorithm,
  contextAlgorithms,
} from '../../src/contract/environments/context-key.ts';
import { createContextKey } from '../../src/control/context-keys/create-context-key.ts';
import { listContextKeys } from '../../src/control/context-keys/list-context-keys.ts';
import { revokeContextKey } from '../../src/control/context-keys/revoke-context-key.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { republish } from '../../src/control/republish.ts';
import { repairSchema } from '../../src/control/schema/repair-schema.ts';
import { warm } from '../../src/control/warm.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;

beforeAll(async () => {
  plane = await startControlPlane({ readsPublished: true });
});
afterAll(() => plane.dispose());

const environment = 'production';
const run = (statement: string) => plane.database.current.execute(sql.raw(statement));
const create = (input: object = {}) =>
  createContextKey({ ctx: plane.ctx, input: { environment, name: 'Shop', ...input } });
const list = () => listContextKeys({ ctx: plane.ctx, input: { environment } });
const revoke = (id: string, of = environment) =>
  revokeContextKey({ ctx: plane.ctx, input: { environment: of, id } });
const published = async () => (await plane.published(environment)).contextKeys ?? [];

describe('a pair that is made here', () => {
  it.each(contextAlgorithms)('signs with %s, and its private half is shown once', async (alg) => {
    const made = await create({ algorithm: alg });
    const { id, algorithm, public_key, private_key, private_key_pem } = made;
    expect([algorithm, private_key?.kid, private_key?.alg]).toEqual([alg, id, alg]);
    const forms = [
      await importJWK(private_key ?? {}, alg),
      await importPKCS8(`${private_key_pem}`, alg),
    ];
    for (const key of forms) {
      const token = await new SignJWT().setProtectedHeader({ alg }).sign(key);
      await jwtVerify(token, await importJWK(public_key, alg));
    }
    const secret = `${private_key?.d}`;
    expect(await published()).toContainEqual({ id, jwk: public_key });
    for (const shown of [await list(), await plane.published(environment)]) {
      expect(JSON.stringify(shown)).not.toContain(secret);
    }
    const rows = await run('select * from context_keys, audit_logs');
    expect(JSON.stringify(rows)).not.toContain(secret);
    await revoke(id);
  });
});

describe('a key that a backend brings', () => {
  const pairs = {
    EdDSA: () => generateKeyPairSync('ed25519'),
    ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    RS256: () => generateKeyPairSync('rsa', { modulusLength: 2_048 }),
  } satisfies Record<ContextAlgorithm, unknown>;
  const jwkOf = (alg: ContextAlgorithm, half: 'publicKey' | 'privateKey' = 'publicKey') =>
    pairs[alg]()[half].export({ format: 'jwk' });

  it.each(contextAlgorithms)('is registered for %s, and of it what verifies', async (alg) => {
    const jwk = jwkOf(alg);
    const extra = { use: 'sig', kid: 'their-own', x5u: 'https://evil.example.com' };
    const { id, algorithm, public_key, ...rest } = await create({
      public_key: { ...jwk, ...extra },
    });
    expect(algorithm).toBe(alg);
    expect(public_key).toEqual({ ...jwk, alg });
    expect(rest).not.toHaveProperty('private_key');
    await revoke(id);
  });

  it.each<[string, object]>([
    ['a private half', jwkOf('ES256', 'privateKey')],
    ['a secret of both', { kty: 'oct', k: 'c2VjcmV0', alg: 'HS256' }],
    [
      'another curve',
      generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' }),
    ],
    [
      'a short modulus',
      generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey.export({ format: 'jwk' }),
    ],
    ['another algorithm', { ...jwkOf('RS256'), alg: 'HS256' }],
    ['a point that is on no curve', { ...jwkOf('ES256'), y: 'AAAA' }],
    ['a number for a text', { kty: 'OKP', crv: 'Ed25519', x: 7 }],
    ['nothing', {}],
  ])('is refused when it is %s', async (_, public_key) => {
    await expect(create({ public_key })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('public_key: expected'),
    });
  });

  it('is refused beside an algorithm, and where there is no such environment', async () => {
    const both = { public_key: jwkOf('EdDSA'), algorithm: 'EdDSA' };
    await expect(create(both)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(create({ environment: 'staging' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

it('is taken out of the snapshot once it is revoked, for good, and only by its own environment', async () => {
  const { id } = await create();
  await expect(revoke(id, 'development')).rejects.toMatchObject({ code: 'not_found' });
  const revoked = await revoke(id);
  expect(await published()).not.toContainEqual(expect.objectContaining({ id }));
  expect(await revoke(id)).toEqual(revoked);
  expect(await list()).toContainEqual(revoked);
});

it('is published with what an environment requires, pinned to an old version or not', async () => {
  const { id } = await create();
  await run(`update environments set requires_signed_context = true where key = '${environment}'`);
  const { version } = await plane.published(environment);
  await createFlag({ ctx: plane.ctx, input: { key: 'newer' } });
  const signing = { requiresSignedContext: true, contextKeys: [{ id }] };
  expect(await plane.published(environment)).toMatchObject(signing);
  await republish({ ctx: plane.ctx, input: { environment, version } });
  expect(await plane.published(environment)).toMatchObject({ pinnedTo: version, ...signing });
  await republish({ ctx: plane.ctx, input: { environment, version: 'latest' } });
  await run(`update environments set requires_signed_context = false where key = '${environment}'`);
  await revoke(id);
});

it('is bounded in number, as all travel in every snapshot', async () => {
  const made = [];
  while (made.length < 20) made.push(await create());
  await expect(create()).rejects.toMatchObject({ code: 'invalid_input' });
  for (const { id } of made) await revoke(id);
});

it('comes back from what is published when its table was lost, unless it was revoked', async () => {
  const kept = await create();
  const revoked = await create();
  const before = await plane.store.find(environment);
  await revoke(revoked.id);
  if (before) await plane.store.put(environment, before);
  await run('drop table context_keys');
  expect(await repairSchema({ ctx: plane.ctx, input: undefined })).toMatchObject({ status: 'ok' });
  await warm({ ctx: plane.ctx, input: { force: true } });
  expect((await list()).map(({ id, name }) => ({ id, name }))).toEqual([
    { id: kept.id, name: 'restored' },
  ]);
  expect(await published()).toEqual([{ id: kept.id, jwk: kept.public_key }]);
});
