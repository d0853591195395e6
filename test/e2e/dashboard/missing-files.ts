import { beforeAll, expect, it } from 'vitest';
import type { DashboardRun } from '../../support/dashboard-run.ts';

const key = 'files.pilot';

/** A file of the dashboard that does not come when it is first needed: the network, or a deployment since. */
export function describeMissingFiles(run: () => DashboardRun): void {
  beforeAll(async () => {
    await run().admin('POST', '/flags', { body: { key } });
  });

  it('of a server out of reach: a page that was not fetched yet is told of within the page, and comes when it is back', async () => {
    const page = await run().open('/flags');
    await page.getByRole('switch', { name: `${key} in development` }).waitFor();
    await page.route('**/*', (route) => route.abort());
    await page.getByRole('link', { name: 'Webhooks', exact: true }).click();
    await page.getByRole('alert').getByText('The server is out of reach').waitFor();
    await page.unroute('**/*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Webhooks', level: 1 }).waitFor();
    run().takeComplaints();
  });

  it('of a part: it can be tried again, and the draft beside it stays', async () => {
    const { open, takeComplaints } = run();
    const page = await open(`/flags/${key}?environment=production&tab=definition`);
    const description = page.getByRole('textbox', { name: 'Description' });
    await description.fill('A draft');
    await page.route('**/assets/code-tab*', (route) => route.abort());
    await page.getByRole('tab', { name: 'Code' }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('This part could not be loaded').waitFor();
    await page.unroute('**/assets/code-tab*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await alert.waitFor({ state: 'detached' });
    await page.getByText('OpenFeature').first().waitFor();
    await page.getByRole('tab', { name: 'Variants and settings' }).click();
    expect(await description.inputValue()).toBe('A draft');
    takeComplaints();
  });

  it('of a newer version: an older page says so, and is loaded anew by whoever wants to', async () => {
    const { open, takeComplaints } = run();
    const page = await open('/flags');
    const file = '**/assets/create-flag-dialog*';
    const newer = '<script type="module" src="/dashboard/assets/index-newer.js"></script>';
    const asPage = { contentType: 'text/html', body: newer };
    await page.route(file, (route) => route.fulfill(asPage));
    await page.route('**/dashboard/', (route) => route.fulfill(asPage));
    const opener = page.getByRole('button', { name: 'New flag' });
    await opener.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('This page is older than the server.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => opener.and(page.locator(':focus')).count()).toBe(1);
    await opener.press('Enter');
    await page.unroute(file);
    await dialog.getByRole('button', { name: 'Load the page anew' }).click();
    await dialog.waitFor({ state: 'detached' });
    await opener.click();
    await dialog.getByRole('textbox', { name: 'Key' }).waitFor();
    takeComplaints();
  });
}
