import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Admin, adminOf } from '../support/admin.ts';
import { openPage } from '../support/browser-page.ts';
import { startChromium } from '../support/chromium.ts';
import { type CutLine, layLine } from '../support/cut-line.ts';
import { type DevRun, startDev } from '../support/dev-run.ts';
import { type PageServer, servePages } from '../support/page-server.ts';
import { openPasskeyPage } from '../support/passkey-page.ts';
import { printTable } from '../support/print-table.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { temporaryDevDir } from '../support/temporary-dev-dir.ts';

const devDir = temporaryDevDir();
let browser: Browser;
let pages: PageServer;
let run: DevRun;
let shop: Shop;
/** What browsers have to the Worker. */
let line: CutLine;

const admin: Admin = (...asked) => adminOf(run.devFile)(...asked);
const free = { targetingKey: '42', plan: 'free' };
const pro = { targetingKey: '42', plan: 'pro' };
const soon = { interval: 50 };
/** A client that has lost its stream is told to come back within twelve seconds. */
const onceBack = { timeout: 30_000, interval: 100 };

beforeAll(async () => {
  browser = await startChromium();
  pages = await servePages('test/e2e/page');
  run = await startDev(devDir.path);
  line = await layLine(run.devFile.url);
  shop = await openShop(admin);
});
afterAll(async () => {
  await browser?.close();
  pages?.close();
  line?.close();
  await run?.interrupt();
  devDir.remove();
});

/** A client key for the pages of one origin. */
async function createKey(origin: string): Promise<{ id: string; key: string }> {
  const body = { kind: 'client', name: 'a page', environment: 'development' };
  const created = await admin('POST', '/keys', { body: { ...body, allowed_origins: [origin] } });
  return created.body;
}

const start = (page: Page, key: string) =>
  page.evaluate((given) => application.start(given), { baseUrl: line.url, key, context: free });
const isOneClick = (page: Page) =>
  page.evaluate(() => application.boolean('checkout.one_click').value);
const statusOf = (page: Page) => page.evaluate(() => application.status());
const takeTold = (page: Page) => page.evaluate(() => application.told.splice(0));

describe('a page with the web SDK, of another origin', () => {
  let opened: Awaited<ReturnType<typeof openPage>>;
  let page: Page;
  let key: { id: string; key: string };

  beforeAll(async () => {
    key = await createKey(pages.origin);
    opened = await openPage(browser, pages.origin);
    page = opened.page;
    await start(page, key.key);
  });

  it('is told each type, and why its own default counts', async () => {
    const told = await page.evaluate(() => [
      application.boolean('checkout.one_click'),
      application.string('checkout.button'),
      application.number('cart.limit'),
      application.number('price.factor'),
      application.object('checkout.theme'),
      application.object('layout.columns'),
      application.boolean('search.old'),
      application.boolean('discount.rule'),
      application.boolean('cart.audit'),
    ]);
    expect(told).toMatchObject([
      { value: true, variant: 'on', reason: 'STATIC' },
      { value: '#888', variant: 'a', reason: 'DEFAULT' },
      { value: 0 },
      { value: 1.5 },
      { value: {} },
      { value: { columns: 3 }, reason: 'DEFAULT' },
      { value: false, reason: 'DISABLED' },
      { value: false, reason: 'ERROR', errorCode: 'TARGETING_KEY_MISSING' },
      { value: false, reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND' },
    ]);
  });

  it('is served anew when its context changes', async () => {
    const targeted = () =>
      page.evaluate(() => [
        application.string('checkout.button').value,
        application.number('cart.limit').value,
        application.number('price.factor').value,
        application.object('checkout.theme').value,
      ]);
    await page.evaluate((context) => application.setContext(context), pro);
    await expect.poll(targeted, soon).toEqual(['42', 42, 0.1, { list: [1, { deep: true }] }]);
    await page.evaluate((context) => application.setContext(context), free);
    await expect.poll(targeted, soon).toEqual(['#888', 0, 1.5, {}]);
  });

  it('hears of a flip within two seconds, and has the new value then', async () => {
    const rows: string[][] = [];
    for (const is_enabled of [false, true, false, true]) {
      await takeTold(page);
      const asked = Date.now();
      await shop.setOneClick(is_enabled);
      const answered = Date.now();
      await expect.poll(() => isOneClick(page), { ...soon, interval: 10 }).toBe(is_enabled);
      const [heard] = await takeTold(page);
      expect(heard).toMatchObject({
        event: 'PROVIDER_CONFIGURATION_CHANGED',
        flags: ['checkout.one_click'],
      });
      const at = heard?.at ?? Number.POSITIVE_INFINITY;
      rows.push([`${is_enabled}`, `${at - asked} ms`, `${at - answered} ms`]);
      expect(at - asked).toBeLessThan(10_000);
    }
    printTable(['flip to', 'in the browser after', 'after the answer to the operator'], rows);
  });

  it('has what it had at once when it is loaded again, and is answered 304', async () => {
    opened.takeAnswers();
    await page.reload();
    await start(page, key.key);
    expect(await page.evaluate(() => application.boolean('checkout.one_click'))).toMatchObject({
      value: true,
      reason: 'CACHED',
    });
    await expect.poll(opened.takeAnswers, soon).toContain(304);
    await shop.setOneClick(false);
    await expect.poll(() => isOneClick(page), soon).toBe(false);
  });

  it('has had nothing to complain of', () => {
    expect(opened.takeComplaints()).toEqual([]);
  });

  it('knows that it is stale while its line is cut, and catches up by itself', async () => {
    line.cut();
    await expect.poll(() => statusOf(page), soon).toBe('STALE');
    await shop.setOneClick(true);
    expect(await isOneClick(page)).toBe(false);
    line.mend(run.devFile.url);
    await expect.poll(() => isOneClick(page), onceBack).toBe(true);
    await page.evaluate((context) => application.setContext(context), pro);
    expect(await statusOf(page)).toBe('READY');
  });

  it('hears of flips again after everything was restarted, the hub with it', async () => {
    await run.interrupt();
    await expect.poll(() => statusOf(page), soon).toBe('STALE');
    run = await startDev(devDir.path);
    line.mend(run.devFile.url);
    await shop.setOneClick(false);
    await expect.poll(() => isOneClick(page), onceBack).toBe(false);
    await shop.setOneClick(true);
    await expect.poll(() => isOneClick(page), soon).toBe(true);
  });

  it('keeps what it has when its key is revoked, and hears of nothing from then on', async () => {
    expect((await admin('POST', `/keys/${key.id}/revoke`)).status).toBe(200);
    await expect.poll(opened.takeAnswers, onceBack).toContain(401);
    await shop.setOneClick(false);
    await page.evaluate((context) => application.setContext(context), free);
    await expect.poll(() => statusOf(page), soon).toBe('ERROR');
    expect(await isOneClick(page)).toBe(true);
  });
});

it('withholds flags from a page of an origin that the key does not allow', async () => {
  const { key } = await createKey('https://app.example');
  const { page, takeComplaints } = await openPage(browser, pages.origin);
  await expect(start(page, key)).rejects.toThrow();
  expect(takeComplaints().join()).toContain('blocked by CORS policy');
  expect(await page.evaluate(() => application.string('checkout.button').value)).toBe(
    'from the code',
  );
});

it('runs the example for React, which shows a flip without being loaded again', async () => {
  await shop.setOneClick(false);
  const example = await servePages('docs/examples/react', {
    VITE_BURGEE_URL: line.url,
    VITE_BURGEE_CLIENT_KEY: run.devFile.client_key,
  });
  const { page, takeComplaints } = await openPage(browser, example.origin);
  const button = page.getByRole('button');
  await expect.poll(() => button.textContent(), soon).toBe('To the checkout');
  await expect.poll(() => button.getAttribute('title'), soon).toBe('#888, DEFAULT');
  await shop.setOneClick(true);
  await expect.poll(() => button.textContent(), soon).toBe('Buy now');
  expect(takeComplaints()).toEqual([]);
  example.close();
});

it('logs a member in by a passkey of the device, and nobody by that device alone', async () => {
  const { url, email, password } = run.devFile;
  const member = await openPasskeyPage(browser, url);
  const whoIsIn = async () => (await member.ask('GET', '/me')).body.actor;
  await member.ask('POST', '/auth/sign-in/email', { email, password });
  expect(await member.addPasskey('Laptop')).toBe(200);
  const passkeys = await member.ask('GET', '/auth/passkey/list-user-passkeys');
  expect(passkeys.body).toMatchObject([{ name: 'Laptop' }]);
  await member.ask('POST', '/auth/sign-out');
  expect(await whoIsIn()).toBeUndefined();

  expect(await member.logIn()).toBe(200);
  expect(await whoIsIn()).toBe(`member:${email}`);
  await member.ask('POST', '/auth/sign-out');

  await member.setOwner(false);
  await expect(member.logIn()).rejects.toThrow('NotAllowedError');
  await member.setOwner(true);
  const [{ id }] = passkeys.body;
  await member.ask('POST', '/auth/sign-in/email', { email, password });
  expect((await member.ask('POST', '/auth/passkey/delete-passkey', { id })).status).toBe(200);
  await member.ask('POST', '/auth/sign-out');
  expect(await member.logIn()).toBe(401);
  await member.close();
});
