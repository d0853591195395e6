import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { verifyAuditChain } from '../../src/control/audit-log/verify-audit-chain.ts';
import { getFlagState } from '../../src/control/flag-states/get-flag-state.ts';
import { type AdminApp, openAdminApp } from '../support/admin-app.ts';
import {
  copyControlPlane,
  startControlPlane,
  type TestControlPlane,
} from '../support/control-plane.ts';

const flag = 'admin.advanced_controls';
const environment = 'production';
const email = 'ana@example.com';
const password = 'correct horse battery staple';

let template: TestControlPlane;
let plane: TestControlPlane;
let app: AdminApp;
let key: string;
const logged: string[] = [];

beforeAll(async () => {
  template = await startControlPlane();
  const first = openAdminApp(template);
  await first.bySecret('POST /members/first-admin', { email, name: 'Ana', password });
  const made = { kind: 'admin', name: 'X', role: 'editor' };
  key = (await first.bySecret('POST /keys', made)).body.key;
  await damage(
    template,
    `insert into webhooks (id, name, url, sealed_secret) values ('w', 'W', 'https://example.com/', '')`,
  );
});
afterAll(() => template?.dispose());

beforeEach(async () => {
  logged.length = 0;
  plane = await copyControlPlane(template);
  app = openAdminApp(plane, { logError: (message) => void logged.push(message) });
  return () => plane.dispose();
});

const damage = (of: TestControlPlane, statement: string) =>
  of.database.transaction((tx) => tx.execute(sql.raw(statement)));

const stop = () =>
  app.ask(`POST /flags/${flag}/environments/${environment}/stop`, {
    body: { reason: 'orders fail' },
    headers: { Authorization: `Bearer ${key}` },
  });

it('says nothing of webhooks where they are told', async () => {
  const answer = await stop();
  expect([answer.status, answer.headers.get('x-webhooks')]).toEqual([200, null]);
  expect(logged).toEqual([]);
});

it.each([
  ['the table of webhooks is lost', 'drop table webhooks cascade'],
  ['the table of deliveries is lost', 'drop table webhook_deliveries'],
  ['a column of it is lost', 'alter table webhook_deliveries drop column payload'],
  ['somebody added a column to it', 'alter table webhook_deliveries add column x text not null'],
])('stops a flag once, audited, although %s', async (_, statement) => {
  await damage(plane, statement);
  const answer = await stop();
  expect([answer.status, answer.headers.get('x-webhooks')]).toEqual([200, 'untold']);
  expect(logged).toEqual(['a change was made, and webhooks will not hear of it']);
  const input = { flag, environment };
  expect(await getFlagState({ ctx: plane.ctx, input })).toMatchObject({ is_killed: true });
  const { entries } = (
    await app.ask(`GET /audit?target=${flag}&action=flag_state`, {
      headers: { Authorization: `Bearer ${key}` },
    })
  ).body;
  expect(entries).toMatchObject([{ before: { is_killed: false }, after: { is_killed: true } }]);
  const verdict = await verifyAuditChain({ ctx: plane.ctx, input: {} });
  expect(verdict).toMatchObject({ status: 'intact', is_complete: true });
});

it('lets members log in although the tables of webhooks are lost', async () => {
  await damage(plane, 'drop table webhooks cascade');
  const browser = app.openBrowser();
  expect((await browser.logIn(email, password)).status).toBe(200);
  expect((await browser.visit('GET /me')).body).toMatchObject({ actor: `member:${email}` });
});

it('stops a flag although the table of schedules is lost', async () => {
  await damage(plane, 'drop table scheduled_changes cascade');
  expect((await stop()).status).toBe(200);
});
