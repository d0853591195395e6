import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DashboardRun } from '../../support/dashboard-run.ts';

const flag = 'busy.pilot';
const previews = Array.from({ length: 7 }, (_, at) => `busy-${at + 1}`);
const subjects = Array.from({ length: 130 }, (_, at) => `org_${String(at).padStart(3, '0')}`);

/** More of everything than one looks over. */
export function describeBusy(run: () => DashboardRun): void {
  beforeAll(async () => {
    const { admin } = run();
    await admin('POST', '/flags', { body: { key: flag } });
    for (const key of previews) await admin('POST', '/environments', { body: { key } });
    const body = subjects.map((subject) => ({ flag, scope: 'user', subject, variant: 'on' }));
    await admin('POST', '/environments/production/overrides/import', { body });
  });
  afterAll(async () => {
    for (const key of previews) {
      const body = { confirm: key };
      await run().admin('DELETE', `/environments/${key}`, { body, ifMatch: '*' });
    }
  });

  it('shows a flag in the environments that one chooses, by their names', async () => {
    const page = await run().open(`/flags?search=${flag}`);
    const switches = page.getByRole('switch', { name: `${flag} in ` });
    await page.getByRole('switch', { name: `${flag} in production` }).waitFor();
    expect(await switches.count()).toBe(6);
    const choice = page.getByRole('button', { name: /^6 of \d+ environments$/ });
    await choice.press('Enter');
    await page.getByRole('textbox', { name: 'Search environments' }).fill('busy-7');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.getByRole('switch', { name: `${flag} in busy-7` }).waitFor();
    await page.keyboard.press('Escape');
    const opener = page.getByRole('button', { name: /^7 of \d+ environments$/ });
    await expect.poll(() => opener.and(page.locator(':focus')).count()).toBe(1);
    await page.reload();
    await page.getByRole('switch', { name: `${flag} in busy-7` }).waitFor();
  });

  it('finds an environment by what one types of it, wherever one is chosen', async () => {
    const page = await run().open(`/flags/${flag}?environment=production`);
    const environment = page.getByRole('combobox', { name: 'Environment' });
    await environment.click();
    await page.keyboard.type('sy-5');
    await page.keyboard.press('Enter');
    await page.waitForURL('**environment=busy-5**');
    await page.getByRole('switch', { name: 'On in busy-5' }).waitFor();
  });

  it('finds what is listed by a part of its name', async () => {
    const page = await run().open('/environments');
    await page.getByRole('textbox', { name: 'Search environments' }).fill('busy-3');
    await page.getByRole('region', { name: 'production' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Settings: busy-3' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.waitForURL('**/environments?search=busy-3');
    expect(await page.getByRole('region', { name: /busy/ }).count()).toBe(1);
  });

  it('finds an override by a part of whose it is, among all that there are', async () => {
    const page = await run().open(`/flags/${flag}?environment=production&tab=overrides`);
    const removals = page.getByRole('button', { name: /^Remove the override of org_/ });
    await expect.poll(() => removals.count()).toBe(100);
    await page.getByRole('textbox', { name: 'Search overrides' }).fill('RG_12');
    await expect.poll(() => removals.count()).toBe(10);
  });

  it('shows more where news come before the answer', async () => {
    const { open, admin } = run();
    const page = await open(`/flags/${flag}?environment=production&tab=overrides`);
    const removals = page.getByRole('button', { name: /^Remove the override of org_/ });
    let asked = 0;
    await page.route('**/overrides?**cursor=*', async (route) => {
      asked += 1;
      if (asked > 1) return route.continue();
      // The answer comes when all that is shown has been read anew.
      const news = page.waitForResponse(/overrides$/);
      await admin('PATCH', `/flags/${flag}`, { body: { owner: 'News' }, ifMatch: '*' });
      await news;
      return route.continue();
    });
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => removals.count(), { timeout: 15_000 }).toBe(subjects.length);
  });
}
