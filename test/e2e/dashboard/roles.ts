import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { dashboardPages } from '../../support/dashboard-pages.ts';
import type { DashboardRun } from '../../support/dashboard-run.ts';
import { letIn } from '../../support/joined-member.ts';
import type { LogIn } from '../../support/log-in.ts';
import { walkTo } from '../../support/walk.ts';

/** Rows of the demo. */
const sights = {
  flag: 'checkout.express',
  organisation: 'northwind-traders',
  segment: 'staff',
  environment: 'staging',
  webhook: 'none',
};

/** Everybody's own, and what asks without changing. */
const isTheirs = ({ path, by, name }: { path: string; by: string; name: string }) =>
  by === 'member' && name !== 'profile' && path !== '/webhooks/none';

export function describeRoles(run: () => DashboardRun): void {
  let viewer: LogIn;
  let editor: LogIn;

  beforeAll(async () => {
    viewer = await letIn(run(), { email: 'vi@example.com', role: 'viewer' });
    editor = await letIn(run(), { email: 'ed@example.com', role: 'editor' });
  });

  it('viewer: sees every page, and nothing on any of them writes', async () => {
    const { open } = run();
    const page = await open('/flags', { as: viewer });
    await page.getByRole('link', { name: sights.flag }).waitFor();
    const writes = await holdBackWrites(page);
    const ways: string[] = [];
    for (const each of dashboardPages(sights).filter(isTheirs)) {
      await walkTo(page, each.path);
      await pressEverything(page);
      const found = await listForms(page);
      await page.keyboard.press('Escape');
      ways.push(...[...found, ...writes.splice(0)].map((what) => `${each.name}: ${what}`));
    }
    expect(ways).toEqual([]);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    expect(await change(page, '/admin/flags/checkout.express', { owner: 'Me' })).toBe(403);
    run().takeComplaints();
  });

  it('editor: changes flags, and reaches nothing that takes an admin', async () => {
    const { open } = run();
    const page = await open('/flags', { as: editor });
    await page.getByRole('button', { name: 'New flag' }).waitFor();
    for (const [path, says] of forAdmins) {
      await walkTo(page, path);
      await page.getByText(says).waitFor();
      expect(await page.locator('main button:enabled').count(), path).toBe(0);
    }
    for (const [path, controls] of Object.entries(ofAdmins)) {
      await walkTo(page, path);
      const reached = page.locator('main').getByRole('button', { name: controls, disabled: false });
      expect(await reached.count(), path).toBe(0);
    }
    expect(await change(page, '/admin/environments/staging', { name: 'Mine' })).toBe(403);

    // Whether all this would be seen at all.
    const writes = await holdBackWrites(page);
    await walkTo(page, `/flags/${sights.flag}?environment=staging&tab=targeting`);
    await pressEverything(page);
    await expect.poll(() => listForms(page)).not.toEqual([]);
    expect(writes.join()).toMatch(/(PATCH|POST) \/admin\/flags\/checkout\.express/);
    run().takeComplaints();
  });
}

const forAdmins = [
  ['/keys', 'Keys are for admins'],
  ['/webhooks', 'Webhooks are for admins'],
  ['/members', 'Members and invitations are for admins'],
] as const;

/** What an admin finds on pages that are open to editors. */
const ofAdmins: Readonly<Record<string, RegExp>> = {
  '/environments': /^(New environment|Settings|Delete|Serve)/,
  '/environments?action=settings&of=staging': /^Save/,
  '/environments?action=delete&of=staging': /^Delete/,
  '/system': /^(Plan|Repair|Serve)/,
  '/stale': /^Save/,
  [`/flags/${sights.flag}`]: /^Delete/,
};

/** Whatever would write is told instead of sent; contexts are only tried. */
async function holdBackWrites(page: Page): Promise<string[]> {
  const writes: string[] = [];
  await page.route('**/admin/**', (route) => {
    const request = route.request();
    if (request.method() === 'GET' || request.url().endsWith('/explain')) return route.continue();
    writes.push(`${request.method()} ${new URL(request.url()).pathname}`);
    return route.abort();
  });
  return writes;
}

/** Presses all that is enabled, and waits until what that opens is shown. */
const pressEverything = (page: Page): Promise<void> =>
  page.evaluate(`(() => {
    const enabled = 'main button:enabled, main input[type=checkbox]:enabled, main [role=slider]';
    for (const each of document.querySelectorAll(enabled)) each.click();
    return new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(() => shown())));
  })()`);

/** Forms that could be sent, and drafts. */
const listForms = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll(
    '[role=dialog] button[type=submit]:enabled, [role=dialog] :is(input, textarea):enabled, [aria-label="Not saved"]'
  )].map((each) => each.closest('[role=dialog]')?.textContent ?? each.textContent)`);

/** As somebody would who reads how the page does it. */
const change = (page: Page, path: string, body: object): Promise<number> =>
  page.evaluate(`fetch(${JSON.stringify(path)}, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json', 'If-Match': '*' },
    body: ${JSON.stringify(JSON.stringify(body))},
  }).then(({ status }) => status)`);
