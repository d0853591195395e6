import { expect, it } from 'vitest';
import type { DashboardRun } from '../../support/dashboard-run.ts';

export function describeLogIn(run: () => DashboardRun): void {
  it('is asked of whoever is nobody, and leads on to where they wanted to go', async () => {
    const { open, dev, takeComplaints } = run();
    const page = await open('/flags?search=admin', { as: 'nobody' });
    await page.waitForURL('**/dashboard/log-in?next=*');
    await page.getByLabel('E-mail address').fill(dev.devFile.email ?? '');
    await page.getByRole('textbox', { name: 'Password' }).fill('not the password');
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await page.getByRole('alert').waitFor();
    await page.getByRole('textbox', { name: 'Password' }).fill(dev.devFile.password ?? '');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/dashboard/flags?search=admin');
    await page.getByRole('link', { name: 'admin.analytics' }).waitFor();
    takeComplaints();
  });

  it('is asked for again when a session ends, and leads back to where one was', async () => {
    const { open, dev, takeComplaints } = run();
    const logIn = async () => {
      await page.getByLabel('E-mail address').fill(dev.devFile.email ?? '');
      await page.getByRole('textbox', { name: 'Password' }).fill(dev.devFile.password ?? '');
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: 'admin.analytics' }).waitFor();
    };
    const page = await open('/flags?search=admin', { as: 'nobody' });
    await logIn();
    await page.context().setOffline(true);
    await page.getByText('Burgee is out of reach.').waitFor();
    await page.context().setOffline(false);
    await page.getByText('Burgee is out of reach.').waitFor({ state: 'detached' });
    await page.context().clearCookies();
    await page.waitForURL('**/dashboard/log-in?next=*');
    await logIn();
    expect(page.url()).toMatch(/\/dashboard\/flags\?search=admin$/);
    takeComplaints();
  });

  it('sends nobody to another site by a link, nor back to a page of those who are not in', async () => {
    const { open, dev } = run();
    const { url, email, password } = dev.devFile;
    const page = await open('/log-in', { as: 'nobody' });
    for (const next of elsewhere) {
      await page.context().clearCookies();
      await page.goto(`${url}/dashboard/log-in?next=${encodeURIComponent(next)}`);
      await page.getByLabel('E-mail address').fill(email ?? '');
      await page.getByRole('textbox', { name: 'Password' }).fill(password ?? '');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/dashboard/flags');
      expect(new URL(page.url()).origin, next).toBe(url);
    }
  });
}

const elsewhere = [
  'https://evil.example',
  '//evil.example',
  '/dashboard//evil.example',
  'javascript:alert(1)',
  '/dashboard/log-in?next=/dashboard/log-in',
  '/dashboard/x/../invitation#token',
];
