import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashKey, parseKey } from '../../src/contract/key-format.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { findKeyActor } from '../../src/control/keys/find-key-actor.ts';
import { listKeys } from '../../src/control/keys/list-keys.ts';
import { revokeKey } from '../../src/control/keys/revoke-key.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.dispose());

const create = (input: Parameters<typeof createKey>[0]['input']) =>
  createKey({ ctx: plane.ctx, input });

it('shows a key once, and publishes no more than its hash', async () => {
  const { key, ...shown } = await create({
    kind: 'client',
    name: 'Shop',
    environment: 'production',
    allowed_origins: ['https://shop.example.com'],
  });
  expect(parseKey(key)).toEqual({ kind: 'client', environment: 'production' });
  expect(key.startsWith(shown.prefix)).toBe(true);
  expect(JSON.stringify(await listKeys({ ctx: plane.ctx, input: undefined }))).not.toContain(key);
  const snapshot = await plane.published('production');
  expect(JSON.stringify(snapshot)).not.toContain(key);
  expect(snapshot.keys).toContainEqual({
    id: shown.id,
    kind: 'client',
    hash: await hashKey(key),
    allowedOrigins: ['https://shop.example.com'],
  });
});

it('takes a revoked key out of the snapshot for good', async () => {
  const { id } = await create({ kind: 'server', name: 'Api', environment: 'development' });
  const ids = async () => (await plane.published('development')).keys.map((key) => key.id);
  expect(await ids()).toContain(id);
  const revoked = await revokeKey({ ctx: plane.ctx, input: { id } });
  expect(revoked.revoked_at).not.toBeNull();
  expect(await ids()).not.toContain(id);
  expect(await revokeKey({ ctx: plane.ctx, input: { id } })).toEqual(revoked);
});

it('knows an admin key by its hash, until it is revoked', async () => {
  const { id, key } = await create({ kind: 'admin', name: 'Pipeline', role: 'editor' });
  expect(await findKeyActor(plane.database, key)).toEqual({ id: `key:${id}`, role: 'editor' });
  await revokeKey({ ctx: plane.ctx, input: { id } });
  expect(await findKeyActor(plane.database, key)).toBeUndefined();
});

it('takes no client or server key for an admin key', async () => {
  const { key } = await create({ kind: 'server', name: 'Api', environment: 'production' });
  expect(await findKeyActor(plane.database, key)).toBeUndefined();
});

it.each([
  [{ kind: 'server', name: 'x', environment: 'staging' }, 'not_found'],
  [{ kind: 'server', name: 'x' }, 'invalid_input'],
  [{ kind: 'root', name: 'x' }, 'invalid_input'],
  [{ kind: 'admin', name: 'x', environment: 'production' }, 'invalid_input'],
  [
    { kind: 'client', name: 'x', environment: 'production', allowed_origins: ['shop.example.com'] },
    'invalid_input',
  ],
])('refuses %j', async (input, code) => {
  await expect(create(input as never)).rejects.toMatchObject({ code });
});
