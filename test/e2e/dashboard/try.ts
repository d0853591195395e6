import { beforeAll, expect, it } from 'vitest';
import type { DashboardRun } from '../../support/dashboard-run.ts';

/** The snapshot and the engine are fetched first. */

export function describeTry(run: () => DashboardRun): void {
  const key = 'try.tariff';

  beforeAll(async () => {
    const { admin } = run();
    await admin('POST', '/flags', { body: { key } });
    const rule = {
      id: 'swedes',
      when: { attribute: 'country', operator: 'equals', value: 'SE' },
      split: [{ variant: 'on', weight: 100_000 }],
    };
    const body = { is_enabled: true, rollout_percentage: 0, rules: [rule] };
    await admin('PATCH', `/flags/${key}/environments/production`, { body, ifMatch: '*' });
  });

  it('shows what a pasted context is served and why, and keeps both in the address', async () => {
    const { open, takeComplaints } = run();
    const page = await open(`/try?environment=production&search=${key}`);
    const samples = [null, { name: 1 }, { name: 'Mine', context: { plan: 'pro' } }];
    await page.evaluate((kept) => localStorage.setItem('burgee-samples', kept), '[{"name":');
    await page.reload();
    await page.getByText('Somebody', { exact: true }).waitFor();
    await page.evaluate(
      (kept) => localStorage.setItem('burgee-samples', kept),
      JSON.stringify(samples),
    );
    await page.reload();
    await page.getByText('Mine', { exact: true }).waitFor();
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    const value = page.getByRole('row', { name: key }).locator('code');
    await expect.poll(() => value.textContent()).toBe('false');
    await page.getByText('JSON', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Context as JSON' }).fill('{"country":"SE"}');
    await expect.poll(() => value.textContent()).toBe('true');
    await page.getByRole('button', { name: key }).click();
    await page.getByText('on (TARGETING_MATCH)').first().waitFor();
    await page.reload();
    await page.getByText('on (TARGETING_MATCH)').first().waitFor();
    expect(takeComplaints()).toEqual([]);
  });

  it('compares the samples before a change is saved', async () => {
    const { open, takeComplaints } = run();
    const page = await open(`/flags/${key}?environment=production`);
    await page.getByRole('button', { name: 'Remove rule swedes' }).click();
    await page.getByRole('button', { name: 'Compare' }).click();
    const row = page.getByRole('row', { name: /^A customer in Sweden/ });
    await row.getByText('changes').waitFor();
    expect(await row.textContent()).toContain('on, by the rule swedes');
    expect(await page.getByRole('row', { name: /^Nobody/ }).textContent()).not.toContain('changes');
    await page.getByRole('textbox', { name: 'User id' }).fill('u-1');
    expect(await page.getByRole('row', { name: /^u-1/ }).textContent()).toContain('off, ');
    expect(takeComplaints()).toEqual([]);
  });
}
