import pg from 'pg';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { DashboardRun } from '../../support/dashboard-run.ts';
import { inviteAndJoin } from '../../support/joined-member.ts';

const hostile = '<img src=x onerror=alert(1)>';

export function describeEntrances(run: () => DashboardRun): void {
  it('let in whoever was invited, once', async () => {
    const { admin, open, takeComplaints } = run();
    takeComplaints();
    const body = { email: 'bo@example.com', role: 'viewer' };
    const { token } = (await admin('POST', '/invitations', { body })).body;
    const page = await open(`/invitation#${token}`, { as: 'nobody' });
    await join(page);
    await page.waitForURL('**/dashboard/flags');
    await page.getByRole('button', { name: 'Your profile' }).click();
    await page.getByText(`${hostile} · viewer`).waitFor();
    expect(takeComplaints()).toEqual([]);

    const again = await open(`/invitation#${token}`, { as: 'nobody' });
    await join(again);
    await again.getByText('This invitation does not count').waitFor();
    takeComplaints();
  });

  it('set a forgotten password anew, once', async () => {
    const { admin, open } = run();
    const member = await inviteAndJoin(run(), { email: 'cy@example.com', role: 'viewer' });
    const { token } = (await admin('POST', `/members/${member}/password-reset`, { body: {} })).body;
    const page = await open(`/password-reset#${token}`, { as: 'nobody' });
    await page.getByRole('textbox', { name: 'New password' }).fill('another one of twelve or more');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Log in' }).click();
    await page.getByLabel('E-mail address').fill('cy@example.com');
    await page.getByRole('textbox', { name: 'Password' }).fill('another one of twelve or more');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/dashboard/flags');

    const again = await open(`/password-reset#${token}`, { as: 'nobody' });
    await again.getByRole('textbox', { name: 'New password' }).fill('a third one of twelve');
    await again.keyboard.press('Enter');
    await again.getByText('This link does not count').waitFor();
    run().takeComplaints();
  });

  it('open to ADMIN_SECRET with every table gone, repair them, and forget it when left', async () => {
    const { dev, open, takeComplaints } = run();
    const page = await open('/emergency', { as: 'nobody' });
    const secret = page.getByRole('textbox', { name: 'ADMIN_SECRET' });
    await secret.fill('this is not the admin secret of anybody');
    await page.keyboard.press('Enter');
    await page.getByText('This is not ADMIN_SECRET').waitFor();
    await withoutTables(dev.devFile.database_url, async () => {
      await secret.fill(dev.devFile.admin_secret);
      await page.keyboard.press('Enter');
      await page.waitForURL('**/dashboard/emergency/system');
      await page.getByText('Emergency access: schema and repair only').waitFor();
      await page.getByText('The schema is damaged.').waitFor();
      await page.getByRole('button', { name: 'Plan a repair' }).click();
      await page.getByRole('button', { name: 'Repair, as planned' }).click();
      await page.getByText(/^Repaired: \d+ steps/).waitFor();
      await page.getByText('Every object is as the code expects.').waitFor();
    });
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.waitForURL('**/dashboard/log-in');
    await page.goBack();
    await page.getByRole('textbox', { name: 'ADMIN_SECRET' }).waitFor();
    takeComplaints();
  });
}

async function join(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Name' }).fill(hostile);
  await page.getByRole('textbox', { name: 'Password' }).fill('a password of twelve or more');
  await page.getByRole('button', { name: 'Join' }).click();
}

async function withoutTables(databaseUrl: string, then: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('alter schema public rename to gone; create schema public');
  await then().finally(() =>
    client.query('drop schema public cascade; alter schema gone rename to public'),
  );
  await client.end();
}
