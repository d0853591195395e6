import { hc } from 'hono/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AdminApp } from '../../src/http/admin/app.ts';
import { adminSecret, openAdminApp, origin } from '../support/admin-app.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
let admin: ReturnType<typeof openClient>;

const openClient = (fetch: typeof globalThis.fetch, key: string) =>
  hc<AdminApp>(origin, { fetch, headers: { Authorization: `Bearer ${key}` } }).admin;

beforeAll(async () => {
  plane = await startControlPlane();
  const { fetch } = openAdminApp(plane);
  const keys = openClient(fetch, adminSecret).keys;
  const made = await keys.$post({ json: { kind: 'admin', name: 'Client', role: 'admin' } });
  admin = openClient(fetch, (await made.json()).key);
});
afterAll(() => plane?.dispose());

const param = { flag: 'shop.new', environment: 'development' };

it('creates, changes and lists flags by types that the routes have', async () => {
  const created = await admin.flags.$post({ json: { key: 'shop.new', tags: ['shop'] } });
  const { revision, kind } = await created.json();
  expect([
    created.status,
    revision,
    kind satisfies 'boolean' | 'string' | 'number' | 'json',
  ]).toEqual([201, 1, 'boolean']);
  const state = admin.flags[':flag'].environments[':environment'];
  const json = { is_enabled: true, rollout_percentage: 10 };
  const changed = await state.$patch({ param, json }, { headers: { 'If-Match': '"1"' } });
  expect((await changed.json()).rollout_percentage).toBe(10);
  const page = await (await admin.flags.$get({ query: { tag: 'shop' } })).json();
  expect(page.flags.map(({ key }) => key)).toEqual(['shop.new']);
  expect(page.next_cursor).toBeNull();
});

it('has a type error for what no route takes or answers', async () => {
  // @ts-expect-error: there is no such property.
  const refused = await admin.flags.$post({ json: { key: 'shop.other', colour: 'red' } });
  expect(refused.status).toBe(422);
  // @ts-expect-error: it is an object, not a list.
  expect((await (await admin.environments.$get()).json()).length).toBeUndefined();
  // @ts-expect-error: there is no such route.
  expect((await admin.colours.$get()).status).toBe(404);
  const subject = admin.subjects[':scope'][':subject'];
  const query = { environment: 'development' };
  // @ts-expect-error: a scope is missing.
  const question = subject.$get({ param: { subject: '42' }, query });
  expect((await question).status).toBe(422);
});
