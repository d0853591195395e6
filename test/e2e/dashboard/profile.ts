import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { DashboardRun } from '../../support/dashboard-run.ts';
import { inviteAndJoin, joinedPassword, letIn } from '../../support/joined-member.ts';
import { logIn } from '../../support/log-in.ts';

const hostile = '<img src=x onerror=alert(1)>';

export function describeProfile(run: () => DashboardRun): void {
  it('keeps passkeys, by whatever name', async () => {
    const { open, dev, takeComplaints } = run();
    await inviteAndJoin(run(), { email: 'dee@example.com', role: 'viewer' });
    const page = await open('/log-in', { as: 'nobody' });
    await giveDevice(page);
    // A passkey is of a name: browsers give none to a number.
    await page.goto(`${dev.devFile.url.replace('127.0.0.1', 'localhost')}/dashboard/log-in`);
    await typeLogIn(page, 'dee@example.com');
    takeComplaints();
    await page.getByRole('button', { name: 'Your profile' }).click();
    await page.getByRole('menuitem', { name: 'Profile' }).click();
    await page.getByLabel('Name of a new passkey').fill('Laptop');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Rename Laptop' }).click();
    await page.getByLabel('Name of the passkey').fill(hostile);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: `Remove ${hostile}` }).click();
    await page.getByRole('dialog').getByRole('textbox').fill(hostile);
    await page.keyboard.press('Enter');
    await page.getByText('You have none yet.').waitFor();
    expect(takeComplaints()).toEqual([]);
  });

  it('ends log-ins elsewhere: one at once, all with a new password', async () => {
    const { open, dev } = run();
    const eli = { email: 'eli@example.com', password: joinedPassword };
    const elsewhere = await letIn(run(), { email: eli.email, role: 'viewer' });
    await logIn(dev.devFile.url, eli);
    const profile = await open('/profile', { as: await logIn(dev.devFile.url, eli) });
    const ends = profile.getByRole('button', { name: /End the session/ });
    await expect.poll(() => ends.count()).toBe(2);
    await profile.getByText('this one').waitFor();
    await ends.first().click();
    await expect.poll(() => ends.count()).toBe(1);

    await profile.getByLabel('Current password').fill('not the current one');
    await profile
      .getByRole('textbox', { name: 'New password' })
      .fill('a new one of twelve or more');
    await profile.keyboard.press('Enter');
    await profile.getByText('The current password is another.').waitFor();
    await profile.getByLabel('Current password').fill(joinedPassword);
    await profile.keyboard.press('Enter');
    await expect.poll(() => ends.count()).toBe(0);
    const other = await open('/flags', { as: elsewhere });
    await other.waitForURL('**/dashboard/log-in*');

    const changed = { ...eli, password: 'a new one of twelve or more' };
    await logIn(dev.devFile.url, changed);
    await logIn(dev.devFile.url, changed);
    await profile.reload();
    await expect.poll(() => ends.count()).toBe(2);
    await profile.getByRole('button', { name: 'End all others' }).click();
    await expect.poll(() => ends.count()).toBe(0);
    run().takeComplaints();
  });
}

async function typeLogIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(joinedPassword);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.endsWith('/log-in'));
}

/** That keeps passkeys, and knows its owner. */
async function giveDevice(page: Page): Promise<void> {
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  });
}
