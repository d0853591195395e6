import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dashboardPages, type Sights } from '../../support/dashboard-pages.ts';
import type { DashboardRun } from '../../support/dashboard-run.ts';
import { writeHostileNames } from '../../support/hostile-names.ts';
import { walkTo } from '../../support/walk.ts';
import { answering, startReceiver } from '../../support/webhook-receiver.ts';

const phone = { width: 390, height: 844 };

export function describeHostileNames(run: () => DashboardRun): void {
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let sights: Sights;

  beforeAll(async () => {
    receiver = await startReceiver();
    receiver.answers(answering(500, {}, '<img src=x onerror=alert(1)>'.repeat(20)));
    sights = await writeHostileNames(run(), receiver.url);
  });
  afterAll(() => receiver?.stop());

  it('are text on every page: nothing runs, nothing fails, nothing is wider than a phone', async () => {
    const { open, takeComplaints } = run();
    takeComplaints();
    const page = await open('/flags', { viewport: phone });
    const violations = await watch(page);
    const wide: string[] = [];
    for (const { path, by, name } of dashboardPages(sights)) {
      if (by !== 'member') continue;
      await walkTo(page, path);
      const excess = await excessOf(page);
      if (excess > 0) wide.push(`${name} is ${excess} px wider`);
    }
    expect(wide).toEqual([]);
    expect(violations()).toEqual([]);
    expect(takeComplaints()).toEqual([]);
  }, 180_000);

  it('are text where pages open: the log, a delivery, the palette, an explanation', async () => {
    const { open, takeComplaints } = run();
    const page = await open('/audit?q=constructor', { viewport: phone });
    const violations = await watch(page);
    await page
      .getByRole('button', { name: /constructor/ })
      .first()
      .click();
    await page.locator('.difference').first().waitFor();
    expect(await excessOf(page)).toBe(0);

    await walkTo(page, `/webhooks/${sights.webhook}`);
    await page.getByText('webhook.test').first().click();
    await page.getByRole('dialog').getByText('"type": "webhook.test"').waitFor();
    expect(await excessOf(page)).toBe(0);
    await page.keyboard.press('Escape');

    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('A page, or a flag').fill('script');
    await page
      .getByRole('button', { name: /constructor/ })
      .first()
      .waitFor();
    await page.keyboard.press('Escape');

    await walkTo(page, `/try?environment=production&flag=${sights.flag}`);
    await page.getByRole('button', { name: sights.flag }).first().waitFor();
    expect(await excessOf(page)).toBe(0);
    expect(violations()).toEqual([]);
    expect(takeComplaints()).toEqual([]);
  });

  it('lead to no other route of the control plane out of an address', async () => {
    const { open, takeComplaints } = run();
    const page = await open('/flags');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const elsewhere = encodeURIComponent('../../../members?x=');
    await walkTo(page, `/webhooks/${sights.webhook}?delivery=${elsewhere}`);
    await walkTo(page, `/try?environment=${elsewhere}`);
    await walkTo(page, `/keys?tab=signing&environment=${elsewhere}`);
    expect(asked.filter((path) => path === '/admin/members')).toEqual([]);
    takeComplaints();
  });

  it.each(['javascript:alert(1)', 'data:text/html,<script>alert(1)</script>'])(
    'lead nowhere as the address of a webhook: %s',
    async (url) => {
      const { status } = await run().admin('POST', '/webhooks', { body: { name: 'X', url } });
      expect(status).toBe(422);
    },
  );
}

/** What a script would have shown, and what the browser kept from running. */
async function watch(page: Page): Promise<() => readonly string[]> {
  const seen: string[] = [];
  page.on('dialog', (dialog) => {
    seen.push(`it says ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.exposeFunction('tellViolation', (what: string) => seen.push(what));
  await page.evaluate(`addEventListener('securitypolicyviolation', (event) =>
    tellViolation(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample))`);
  return () => seen;
}

/** By how many pixels it is wider than its window. */
const excessOf = (page: Page): Promise<number> =>
  page.evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`);
