import { expect, it } from 'vitest';
import type { DashboardRun } from '../../support/dashboard-run.ts';

/** Many flags at once, of which some cannot be changed. */
export function describeBulk(run: () => DashboardRun): void {
  it('are archived though some are refused, which are told with the reason and lead there', async () => {
    const { open, admin } = run();
    for (const key of ['heap.base', 'heap.later', 'heap.kept'])
      await admin('POST', '/flags', { body: { key } });
    // One that another of them needs goes after it, though it is listed before; one that has changed meanwhile stays.
    const prerequisites = [{ flag: 'heap.base', variants: ['on'] }];
    const inProduction = (key: string) => `/flags/${key}/environments/production`;
    await admin('PATCH', inProduction('heap.later'), { body: { prerequisites }, ifMatch: '*' });
    const page = await open('/flags?search=heap.');
    await page.getByRole('checkbox', { name: 'Select all that are shown' }).check();
    await page.getByRole('button', { name: 'Archive' }).click();
    await admin('PATCH', '/flags/heap.kept', { body: { owner: 'Kept' }, ifMatch: '*' });
    await page.getByRole('dialog').getByRole('textbox').fill('archive 3');
    await page.keyboard.press('Enter');
    const told = page.getByRole('dialog', { name: '2 of 3 flags archived' });
    await told.getByText(/changed/).waitFor();
    const statusOf = async (key: string) => (await admin('GET', `/flags/${key}`)).body.status;
    expect(await statusOf('heap.base')).toBe('archived');
    expect(await statusOf('heap.later')).toBe('archived');
    expect(await statusOf('heap.kept')).toBe('active');
    await told.getByRole('link', { name: 'heap.kept' }).click();
    await page.waitForURL('**/flags/heap.kept');
  });

  it('are stopped together, but for one that is archived meanwhile', async () => {
    const { open, admin } = run();
    for (const key of ['rush.a', 'rush.gone']) await admin('POST', '/flags', { body: { key } });
    const page = await open('/flags?search=rush.');
    await page.getByRole('checkbox', { name: 'Select all that are shown' }).check();
    await page.getByRole('button', { name: 'Emergency stop' }).click();
    await admin('POST', '/flags/rush.gone/archive', { ifMatch: '*' });
    await page.getByRole('textbox', { name: 'Reason' }).fill('Orders fail');
    await page.getByRole('button', { name: 'Stop them now' }).click();
    const told = page.getByRole('dialog', { name: '1 of 2 flags stopped in development' });
    await told.getByText('there is no active flag "rush.gone"').waitFor();
    const path = '/flags/rush.a/environments/development';
    expect((await admin('GET', path)).body.is_killed).toBe(true);
    await page.keyboard.press('Escape');
    await told.waitFor({ state: 'detached' });
  });
}
