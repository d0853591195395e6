import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AlertList } from '../../src/contract/notifications/alert.ts';
import { adminOf } from '../support/admin.ts';
import { type DevWithDatabase, startDevWithDatabase } from '../support/dev-with-database.ts';
import { startReceiver } from '../support/webhook-receiver.ts';

let dev: DevWithDatabase;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  [dev, receiver] = await Promise.all([startDevWithDatabase(), startReceiver()]);
  const body = { name: 'Alerts', url: receiver.url, format: 'slack', events: ['alert'] };
  expect((await adminOf(dev.run.devFile)('POST', '/webhooks', { body })).status).toBe(201);
  await look();
});
afterAll(async () => {
  receiver?.stop();
  await dev?.stop();
});

/** What the minute does, now. */
const look = () => dev.run.get('/cdn-cgi/local/scheduled');

const texts = () => receiver.received.map(({ body }) => JSON.parse(body).text as string);

const openAlerts = async () => {
  const { body } = await adminOf(dev.run.devFile)('GET', '/alerts');
  return (body as AlertList).open.map(({ problem }) => problem);
};

it('tells once that a table is gone, whose features that concerns, and once that it is back', async () => {
  await dev.client.query('drop table feature_flag_environments cascade');
  await look();
  await expect.poll(texts).toHaveLength(1);
  expect(texts()[0]).toMatch(/^🔴 \*A table is missing\*: feature_flag_environments\n/);
  expect(texts()[0]).toContain('Admin analytics (admin.analytics, no owner)');
  await look();
  await look();
  expect(await openAlerts()).toEqual(['tables']);

  const { url, admin_secret } = dev.run.devFile;
  const headers = { Authorization: `Bearer ${admin_secret}` };
  expect((await fetch(`${url}/admin/repair`, { method: 'POST', headers })).status).toBe(200);
  await look();
  await expect.poll(texts).toHaveLength(2);
  expect(texts()[1]).toMatch(/^✅ \*Over: A table is missing\*: feature_flag_environments\n/);
  await look();
  expect(await openAlerts()).toEqual([]);
  expect(texts()).toHaveLength(2);
});
