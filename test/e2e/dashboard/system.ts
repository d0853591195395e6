import pg from 'pg';
import { expect, it } from 'vitest';
import type { DashboardRun } from '../../support/dashboard-run.ts';

/** The second while the watchman still has something open. */
const healthy = /^All is (well|served, and something needs you)$/;

const tables = ['feature_flags', 'feature_flag_environments', 'feature_flag_overrides'];

export function describeSystem(run: () => DashboardRun): void {
  it('tells how everything is, and pins an environment to an earlier version', async () => {
    const { open, admin, takeComplaints } = run();
    const page = await open('/system');
    await page.getByText(healthy).waitFor();
    await page.getByText('Every object is as the code expects.').waitFor();
    const edge = page.getByRole('group', { name: 'development at the edge' });
    await edge.getByText(/^Version \d+( seen in|; nobody has asked)/).waitFor();
    const environments = async () => (await admin('GET', '/environments')).body.environments;
    const pinOf = async () =>
      (await environments()).find(({ key }: { key: string }) => key === 'development').pinned_to;
    await admin('PATCH', '/flags/system.lazy_loading/environments/development', {
      body: { rollout_percentage: 70 },
      ifMatch: '*',
    });
    await page.getByRole('button', { name: 'Versions of development' }).click();
    await page.getByRole('menuitem').last().click();
    await page.getByRole('button', { name: /^Serve version/ }).click();
    await expect.poll(pinOf).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Serve the newest' }).click();
    await expect.poll(pinOf).toBeNull();
    expect(takeComplaints()).toEqual([]);
  });

  it('tells of a critical flag that is stopped, and leads to it', async () => {
    const { open, admin, dev } = run();
    const target = '/flags/admin.analytics/environments/production';
    await admin('PATCH', target, { body: { is_enabled: true }, ifMatch: '*' });
    await admin('POST', `${target}/stop`, { body: { reason: 'a try' } });
    // The watchman looks each minute: this one at once, if the change has been published.
    const isOpen = async () => {
      await dev.get('/cdn-cgi/local/scheduled');
      return JSON.stringify((await admin('GET', '/alerts')).body.open);
    };
    await expect.poll(isOpen, { timeout: 60_000, interval: 1_000 }).toContain('admin.analytics');
    const page = await open('/system');
    await page.getByRole('img', { name: /critical open$/ }).waitFor();
    const alert = page.getByRole('article').filter({ hasText: 'admin.analytics' });
    await alert.getByText('What to do:').waitFor();
    await alert.getByRole('link', { name: 'admin.analytics' }).click();
    await page.waitForURL('**/flags/admin.analytics?environment=production');
    await admin('POST', `${target}/resume`, { body: { reason: 'tried' }, ifMatch: '*' });
  });

  it('repairs the accident: a plan, its run with progress, the flags back', async () => {
    const { open, admin, dev, takeComplaints } = run();
    const before = (await admin('GET', '/flags')).body.total;
    await drop(dev.devFile.database_url, tables);
    const page = await open('/system');
    await page.getByText('The schema is damaged.').waitFor();
    await page.getByRole('button', { name: /feature_flags with \d+ parts/ }).click();
    await page.getByText('CREATE TABLE "public"."feature_flags"').first().waitFor();
    await page.getByRole('button', { name: 'Plan a repair' }).click();
    await page.getByText(/To be put back: development/).waitFor();
    await page.getByRole('button', { name: 'Repair, as planned' }).click();
    await page.getByText(/^Repaired: \d+ steps/).waitFor();
    await page.getByText(healthy).waitFor();
    await page.getByRole('button', { name: 'Way back' }).click();
    await page.getByText('log position').waitFor();
    expect((await admin('GET', '/flags')).body.total).toBe(before);
    takeComplaints();
  });

  it('asks what came of a repair whose connection was lost, until something answers', async () => {
    const { open, dev, takeComplaints } = run();
    await drop(dev.devFile.database_url, ['feature_flag_overrides']);
    const page = await open('/system');
    await page.getByRole('button', { name: 'Plan a repair' }).click();
    const repair = page.getByRole('button', { name: 'Repair, as planned' });
    await repair.waitFor();
    let isAway = true;
    const error = { code: 'database_unavailable', message: 'The connection was lost.' };
    const lost = { status: 503, json: { error } };
    await page.route('**/admin/repair', async (route) => {
      await route.fetch();
      await route.fulfill(lost);
    });
    await page.route('**/admin/repair/*', (route) =>
      isAway ? route.fulfill(lost) : route.continue(),
    );
    await repair.click();
    await page.getByText('It is not known yet whether it was repaired').waitFor();
    await page.getByText(/^GET \/admin\/repair\//).waitFor();
    expect(await page.getByText('It was not repaired').count()).toBe(0);
    isAway = false;
    await page.getByText(/^Repaired: \d+ steps/).waitFor();
    await page.getByText(healthy).waitFor();
    takeComplaints();
  });
}

async function drop(connectionString: string, names: readonly string[]) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(`drop table ${names.join(', ')} cascade`);
  await client.end();
}
