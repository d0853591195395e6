import { beforeAll, expect, it } from 'vitest';
import type { DashboardRun } from '../../support/dashboard-run.ts';

/** A change is a transaction, an audit entry and a publish. */

export function describeFlagTabs(run: () => DashboardRun): void {
  const key = 'shop.banner';
  const inProduction = `/flags/${key}/environments/production`;
  const at = (tab: string) => `/flags/${key}?environment=production&tab=${tab}`;

  beforeAll(async () => {
    const { admin } = run();
    expect((await admin('POST', '/flags', { body: { key } })).status).toBe(201);
    const needs = { prerequisites: [{ flag: 'system.lazy_loading', variants: ['on'] }] };
    await admin('PATCH', inProduction, { body: needs, ifMatch: '*' });
  });

  it('adds an override for a name that an address cannot hold as it is, removes it, and takes that back', async () => {
    const { open, admin } = run();
    const overrides = async () => (await admin('GET', `${inProduction}/overrides`)).body.overrides;
    const page = await open(at('overrides'));
    await page.getByRole('textbox', { name: 'Organisation id' }).fill('zebra/<b> ü?');
    await page.getByRole('textbox', { name: 'Reason' }).fill('pilot');
    await page.getByRole('button', { name: 'Add' }).click();
    await expect
      .poll(overrides)
      .toMatchObject([{ subject: 'zebra/<b> ü?', variant: 'on', reason: 'pilot' }]);
    await page.getByRole('button', { name: /^Remove the override/ }).click();
    // It stays while the mouse rests on it.
    await page.getByRole('button', { name: 'Undo' }).hover();
    await expect.poll(overrides).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(overrides).toMatchObject([{ subject: 'zebra/<b> ü?' }]);
  });

  it('draws what the flag needs, and leads there', async () => {
    const page = await run().open(at('targeting'));
    await page.getByRole('img', { name: `${key} needs system.lazy_loading to serve on` }).waitFor();
    await page.locator('.dependencies a', { hasText: 'system.lazy_loading' }).click();
    await page.waitForURL('**/flags/system.lazy_loading?environment=production');
  });

  it('plans a rollout, pauses it and cancels it', async () => {
    const { open, admin } = run();
    const schedules = async () => (await admin('GET', `/schedules?flag=${key}`)).body.schedules;
    const page = await open(at('schedule'));
    await page.getByText('Plan a rollout').click();
    await page.getByLabel('Begins').fill('2031-01-01T08:00');
    await page.getByRole('button', { name: 'Plan it' }).click();
    await expect.poll(schedules).toMatchObject([{ status: 'pending' }]);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Cancel the schedule' }).click();
    await expect.poll(schedules).toMatchObject([{ status: 'cancelled' }]);
  });

  it('tells what was changed, and reverts it after showing what that changes', async () => {
    const { open, admin } = run();
    await admin('PATCH', inProduction, { body: { rollout_percentage: 25 }, ifMatch: '*' });
    const page = await open(at('history'));
    const entry = page.getByRole('article').first();
    await entry.getByText('100 %').waitFor();
    await entry.getByRole('button', { name: 'Revert' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revert' }).click();
    const percentage = async () => (await admin('GET', inProduction)).body.rollout_percentage;
    await expect.poll(percentage).toBe(100);
  });

  it('is copied from another environment alone, after a look', async () => {
    const { open, admin } = run();
    const inDevelopment = `/flags/${key}/environments/development`;
    await admin('PATCH', inDevelopment, { body: { rollout_percentage: 35 }, ifMatch: '*' });
    const page = await open(at('targeting'));
    await page.getByRole('button', { name: 'More to do with this flag' }).click();
    await page.getByRole('menuitem', { name: 'Copy from another environment' }).click();
    await page.getByRole('combobox', { name: 'From' }).click();
    await page.getByRole('option', { name: 'Development' }).click();
    await page.getByRole('button', { name: 'Show what would change' }).click();
    await page.getByText('1 would change. Nothing has been changed yet.').waitFor();
    await page.getByRole('button', { name: 'Copy, as shown' }).click();
    const percentage = async () => (await admin('GET', inProduction)).body.rollout_percentage;
    await expect.poll(percentage).toBe(35);
  });

  it('has code to copy, with the address of this deployment', async () => {
    const { open, dev, takeComplaints } = run();
    const page = await open(at('code'));
    await page.getByRole('tab', { name: 'curl' }).click();
    const code = await page
      .getByRole('tabpanel', { name: 'curl' })
      .locator('code, pre')
      .textContent();
    expect(code).toContain(`${dev.devFile.url}/ofrep/v1/evaluate/flags/${key}`);
    await page.getByRole('tab', { name: 'Usage' }).click();
    await page.getByText('Nobody asked for it in that time.').waitFor();
    expect(takeComplaints()).toEqual([]);
  });

  it('is duplicated, archived, and deleted for good by its name', async () => {
    const { open, admin } = run();
    const page = await open(at('targeting'));
    await page.getByRole('button', { name: 'More to do with this flag' }).click();
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await page.getByRole('button', { name: /^Create/ }).click();
    await page.waitForURL(`**/flags/${key}_copy`);
    await page.getByRole('button', { name: 'More to do with this flag' }).click();
    await page.getByRole('menuitem', { name: 'Archive' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('button', { name: 'Restore' }).waitFor();
    await page.getByRole('button', { name: 'More to do with this flag' }).click();
    await page.getByRole('menuitem', { name: 'Delete for good' }).click();
    await page.getByRole('textbox', { name: /^Type/ }).fill(`${key}_copy`);
    await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click();
    await page.waitForURL('**/dashboard/flags');
    expect((await admin('GET', `/flags/${key}_copy`)).status).toBe(404);
  });
}
