import { expect, it } from 'vitest';
import type { FlagWithStatesResource } from '../../../src/contract/flags/flag.ts';
import type { DashboardRun } from '../../support/dashboard-run.ts';

export function describeFlags(run: () => DashboardRun): void {
  it('are switched where they are listed, which the edge serves', async () => {
    const { open, admin, takeComplaints } = run();
    const page = await open('/flags?search=lazy');
    const toggle = page.getByRole('switch', { name: 'system.lazy_loading in development' });
    expect(await toggle.isChecked()).toBe(true);
    await toggle.click({ force: true });
    const path = '/flags/system.lazy_loading/environments/development';
    await expect.poll(async () => (await admin('GET', path)).body.is_enabled).toBe(false);
    await expect.poll(() => toggle.isChecked()).toBe(false);
    expect(takeComplaints()).toEqual([]);
  });

  it('show what somebody else has changed, without a reload', async () => {
    const { open, admin } = run();
    const page = await open('/flags?search=lazy');
    const toggle = page.getByRole('switch', { name: 'system.lazy_loading in production' });
    expect(await toggle.isChecked()).toBe(true);
    const path = '/flags/system.lazy_loading/environments/production';
    await admin('PATCH', path, { body: { is_enabled: false }, ifMatch: '*' });
    await expect.poll(() => toggle.isChecked()).toBe(false);
  });

  it('are made in one dialog, and found by keyboard', async () => {
    const { open } = run();
    const page = await open('/flags');
    await page.getByRole('button', { name: 'New flag' }).click();
    await page.getByRole('textbox', { name: 'Key' }).fill('checkout.from_page');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/dashboard/flags/checkout.from_page');
    await page.goto(page.url().replace('/checkout.from_page', ''));
    await page.getByRole('link', { name: 'checkout.from_page' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('from_page');
    await page.waitForURL('**/dashboard/flags?search=from_page');
    expect(await page.getByRole('link', { name: /^(admin|system)\./ }).count()).toBe(0);
  });

  it('are made with variants of their own, under a key that is looked at while it is typed', async () => {
    const { open, admin } = run();
    const page = await open('/flags');
    await page.getByRole('button', { name: 'New flag' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Key' }).fill('New Colour');
    await dialog.getByText(/^Not so: a-z/).waitFor();
    await dialog.getByRole('textbox', { name: 'Key' }).fill('checkout.colour');
    await dialog.getByRole('combobox', { name: 'Kind' }).click();
    await page.getByRole('option', { name: 'string' }).click();
    await dialog.getByRole('textbox', { name: 'Name of variant 1' }).fill('blue');
    await dialog.getByRole('textbox', { name: 'Value of blue' }).fill('#00f');
    await dialog.getByRole('textbox', { name: 'Name of variant 2' }).fill('grey');
    await dialog.getByRole('button', { name: /^Create/ }).click();
    await page.waitForURL('**/dashboard/flags/checkout.colour');
    const { body: flag } = await admin('GET', '/flags/checkout.colour');
    expect(flag).toMatchObject({
      off_variant: 'grey',
      variants: [{ name: 'blue', value: '#00f' }, { name: 'grey' }],
    });
  });

  it('are selected by keyboard and switched together, after a look, with a way back', async () => {
    const { open, admin, takeComplaints } = run();
    for (const key of ['bulk.a', 'bulk.b']) await admin('POST', '/flags', { body: { key } });
    const page = await open('/flags?search=bulk.');
    await page.getByRole('link', { name: 'bulk.a' }).waitFor();
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    await page.getByText('2 selected').waitFor();
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByText('This switches on 2 flags of 2').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Switch on' }).click();
    const states = async () => {
      const { flags } = (await admin('GET', '/flags?module=bulk')).body;
      return flags.map((flag: FlagWithStatesResource) => flag.environments[0]?.is_enabled);
    };
    await page.getByRole('button', { name: 'Undo' }).hover();
    await expect.poll(states).toEqual([true, true]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(states).toEqual([false, false]);
    expect(takeComplaints()).toEqual([]);
  });
}
