import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RotateKeyInput, UpdateKeyInput } from '../../src/contract/access/api-key.ts';
import { hashKey, parseKey } from '../../src/contract/access/key-format.ts';
import type { PageInput } from '../../src/contract/fields/page.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { findKeyHolder } from '../../src/control/keys/find-key-holder.ts';
import { getKey } from '../../src/control/keys/get-key.ts';
import { listKeys } from '../../src/control/keys/list-keys.ts';
import { revokeKey } from '../../src/control/keys/revoke-key.ts';
import { rotateKey } from '../../src/control/keys/rotate-key.ts';
import { updateKey } from '../../src/control/keys/update-key.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.dispose());

const run = (statement: string) => plane.database.current.execute(sql.raw(statement));

const create = (input: Parameters<typeof createKey>[0]['input']) =>
  createKey({ ctx: plane.ctx, input });

it('is listed a page at a time, oldest first', async () => {
  for (const name of ['A', 'B', 'C']) await create({ kind: 'admin', name });
  const list = (input: PageInput) => listKeys({ ctx: plane.ctx, input });
  const all = await list({ limit: 200 });
  expect(all.next_cursor).toBeNull();
  const first = await list({ limit: 2 });
  const rest = await list({ limit: 200, cursor: `${first.next_cursor}` });
  expect(first.keys).toHaveLength(2);
  expect([...first.keys, ...rest.keys]).toEqual(all.keys);
});

it('shows a key once, and publishes no more than its hash', async () => {
  const { key, ...shown } = await create({
    kind: 'client',
    name: 'Shop',
    environment: 'production',
    allowed_origins: ['https://shop.example.com'],
  });
  expect(parseKey(key)).toEqual({ kind: 'client', environment: 'production' });
  expect(key.startsWith(shown.prefix)).toBe(true);
  expect(JSON.stringify(await listKeys({ ctx: plane.ctx, input: {} }))).not.toContain(key);
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
  expect(await findKeyHolder(plane.database, key)).toMatchObject({
    actor: { id: `key:${id}`, role: 'editor' },
  });
  await revokeKey({ ctx: plane.ctx, input: { id } });
  expect(await findKeyHolder(plane.database, key)).toBeUndefined();
});

it('takes no client or server key for an admin key', async () => {
  const { key } = await create({ kind: 'server', name: 'Api', environment: 'production' });
  expect(await findKeyHolder(plane.database, key)).toBeUndefined();
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

describe('rotating a key', () => {
  const rotate = (id: string, rotation: RotateKeyInput = {}) =>
    rotateKey({ ctx: plane.ctx, input: { id, rotation } });
  const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();

  it('makes another that may do the same, and tells the edge when the old one ends (security 9)', async () => {
    const first = await create({
      kind: 'client',
      name: 'Shop',
      environment: 'production',
      allowed_origins: ['https://shop.example.com'],
    });
    const { old, new: made } = await rotate(first.id, { expires_at: hours(48) });
    expect(made).toMatchObject({
      name: 'Shop',
      environment: 'production',
      allowed_origins: ['https://shop.example.com'],
      expires_at: null,
    });
    expect(made.key).not.toBe(first.key);
    expect(old).toMatchObject({ id: first.id, replaced_by: made.id, revoked_at: null });
    expect(JSON.stringify(old)).not.toContain(first.key);
    const { keys } = await plane.published('production');
    expect(keys.find(({ id }) => id === first.id)).toMatchObject({
      expiresAt: Date.parse(`${old.expires_at}`),
    });
    expect(keys.find(({ id }) => id === made.id)).not.toHaveProperty('expiresAt');
  });

  it('gives a day of overlap unless told otherwise, and at most 30 days', async () => {
    const { id } = await create({ kind: 'server', name: 'Api', environment: 'production' });
    for (const expires_at of [hours(-1), hours(30 * 24 + 1), 'tomorrow']) {
      await expect(rotate(id, { expires_at })).rejects.toMatchObject({ code: 'invalid_input' });
    }
    const { old } = await rotate(id);
    const overlap = Date.parse(`${old.expires_at}`) - Date.now();
    expect(overlap).toBeGreaterThan(23.9 * 3_600_000);
    expect(overlap).toBeLessThanOrEqual(24 * 3_600_000);
  });

  it('is done once, by whoever comes first; the successor can be rotated in turn', async () => {
    const { id } = await create({ kind: 'admin', name: 'Pipeline', role: 'editor' });
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => rotate(id)));
    const made = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value.new] : []));
    expect(made).toHaveLength(1);
    await expect(rotate(id)).rejects.toMatchObject({ code: 'already_exists' });
    expect((await rotate(`${made[0]?.id}`)).new.role).toBe('editor');
  });

  it('is refused for a key that has ended', async () => {
    const { id } = await create({ kind: 'admin', name: 'Pipeline' });
    await revokeKey({ ctx: plane.ctx, input: { id } });
    await expect(rotate(id)).rejects.toMatchObject({ code: 'key_ended' });
    await expect(rotate('nonsense')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('leaves an admin key good until it expires, and no longer', async () => {
    const { id, key } = await create({ kind: 'admin', name: 'Pipeline', role: 'editor' });
    const { new: made } = await rotate(id);
    expect(await findKeyHolder(plane.database, key)).toMatchObject({ actor: { role: 'editor' } });
    await run(`update api_keys set expires_at = now() where id = '${id}'`);
    expect(await findKeyHolder(plane.database, key)).toBeUndefined();
    expect(await findKeyHolder(plane.database, made.key)).toMatchObject({
      actor: { id: `key:${made.id}`, role: 'editor' },
    });
  });

  it('leaves out of the snapshot what has expired an hour ago', async () => {
    const { id } = await create({ kind: 'server', name: 'Api', environment: 'development' });
    const { new: made } = await rotate(id);
    await run(`update api_keys set expires_at = now() - interval '61 minutes' where id = '${id}'`);
    await create({ kind: 'server', name: 'Another', environment: 'development' });
    const ids = (await plane.published('development')).keys.map((key) => key.id);
    expect(ids).toContain(made.id);
    expect(ids).not.toContain(id);
  });
});

describe('a key that is there', () => {
  const update = (id: string, expectedRevision: number | undefined, change: UpdateKeyInput) =>
    updateKey({ ctx: plane.ctx, input: { id, expectedRevision, change } });

  it('is renamed and given other origins by whoever has read it as it is', async () => {
    const { id, revision } = await create({
      kind: 'client',
      name: 'Shop',
      environment: 'production',
    });
    const change = { name: 'Web shop', allowed_origins: ['https://shop.example.com'] };
    await expect(update(id, undefined, change)).rejects.toMatchObject({
      code: 'precondition_required',
    });
    const changed = await update(id, revision, change);
    expect(changed).toMatchObject(change);
    expect(await getKey({ ctx: plane.ctx, input: { id } })).toEqual(changed);
    await expect(update(id, revision, { name: 'Late' })).rejects.toMatchObject({
      code: 'precondition_failed',
    });
    expect((await plane.published('production')).keys).toContainEqual(
      expect.objectContaining({ id, allowedOrigins: ['https://shop.example.com'] }),
    );
  });

  it('of a server has no origins, and nothing else of it is changed', async () => {
    const { id, revision } = await create({
      kind: 'server',
      name: 'Api',
      environment: 'production',
    });
    const refused = { code: 'invalid_input' };
    await expect(update(id, revision, { allowed_origins: ['*'] })).rejects.toMatchObject(refused);
    await expect(update(id, revision, {})).rejects.toMatchObject(refused);
    await expect(update(id, revision, { role: 'admin' } as never)).rejects.toMatchObject(refused);
  });
});

describe('the last use of a key', () => {
  it('is written down once an hour for an admin key', async () => {
    const { id, key } = await create({ kind: 'admin', name: 'Pipeline' });
    const first = await findKeyHolder(plane.database, key);
    await first?.noteUse?.();
    const { last_used_at } = await getKey({ ctx: plane.ctx, input: { id } });
    expect(Date.parse(`${last_used_at}`) % 3_600_000).toBe(0);
    expect(Date.now() - Date.parse(`${last_used_at}`)).toBeLessThanOrEqual(2 * 3_600_000);
    await run(`update api_keys set last_used_at = now() where id = '${id}'`);
    expect(await findKeyHolder(plane.database, key)).not.toHaveProperty('noteUse');
    await run(`update api_keys set last_used_at = now() - interval '1 hour' where id = '${id}'`);
    expect(await findKeyHolder(plane.database, key)).toHaveProperty('noteUse');
  });

  it('is what the hub knows for a client or server key, where it answers', async () => {
    const { id } = await create({ kind: 'server', name: 'Api', environment: 'production' });
    const usedAt = Date.UTC(2026, 0, 1, 12);
    const listed = async (listKeyUses: typeof plane.ctx.listKeyUses) => {
      const { keys } = await listKeys({ ctx: { ...plane.ctx, listKeyUses }, input: {} });
      return keys.find((key) => key.id === id)?.last_used_at;
    };
    expect(await listed(async () => [{ keyId: id, usedAt }])).toBe('2026-01-01T12:00:00.000Z');
    expect(await listed(() => Promise.reject(new Error('gone')))).toBeNull();
    expect(await listed(undefined)).toBeNull();
  });
});
