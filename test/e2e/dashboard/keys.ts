import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { DashboardRun } from '../../support/dashboard-run.ts';

const dayMilliseconds = 86_400_000;
const hostile = '<img src=x onerror=alert(1)>';

export function describeKeys(run: () => DashboardRun): void {
  it('are made, shown once, rotated and revoked', async () => {
    const { open, admin, dev, takeComplaints } = run();
    takeComplaints();
    const page = await open('/keys?environment=development');
    // A browser's clock that is wrong decides nothing.
    await page.clock.setFixedTime(Date.now() + 40 * dayMilliseconds);
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByText('server', { exact: true }).last().click();
    await page.getByRole('textbox', { name: 'Name' }).fill(hostile);
    await page.keyboard.press('Enter');
    const key = await takeKey(page);
    const status = async (each: string) => (await dev.get('/features', each)).status;
    await expect.poll(() => status(key), { timeout: 20_000 }).toBe(200);
    expect(await page.content()).not.toContain(key);

    const more = page.getByRole('button', { name: `More about the key ${hostile}` });
    await more.click();
    await page.getByRole('menuitem', { name: 'Rotate' }).click();
    await page.getByRole('button', { name: 'Rotate' }).click();
    const successor = await takeKey(page);
    expect(successor).not.toBe(key);
    const { keys } = (await admin('GET', '/keys?limit=200')).body;
    const ends = keys.flatMap((each: { expires_at: string | null }) => each.expires_at ?? []);
    expect(Math.abs(Date.parse(ends[0]) - Date.now() - dayMilliseconds)).toBeLessThan(600_000);
    await expect.poll(() => more.count()).toBe(2);

    await more.last().click();
    await page.getByRole('menuitem', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill(hostile);
    await page.keyboard.press('Enter');
    await expect.poll(() => more.count()).toBe(1);
    await page.getByText('Ended too').click();
    await page
      .getByText(/^revoked/)
      .first()
      .waitFor();
    expect(takeComplaints()).toEqual([]);
  });

  it('show both versions where somebody else was faster, and save again', async () => {
    const { open, admin } = run();
    const body = { kind: 'client', name: 'Shop', environment: 'development' };
    const { id } = (await admin('POST', '/keys', { body })).body;
    const page = await open('/keys');
    await page.getByRole('button', { name: 'More about the key Shop' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await admin('PATCH', `/keys/${id}`, { body: { name: 'Their shop' }, ifMatch: '*' });
    await page.getByRole('textbox', { name: 'Name' }).fill('My shop');
    await page.getByRole('combobox', { name: 'Allowed origins' }).fill('https://shop.example.com');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('alert').getByText('Their shop').waitFor();
    await page.getByRole('button', { name: 'Keep mine, to be saved again' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const saved = { name: 'My shop', allowed_origins: ['https://shop.example.com'] };
    await expect.poll(async () => (await admin('GET', `/keys/${id}`)).body).toMatchObject(saved);
    run().takeComplaints();
  });

  it('sign contexts: a pair is made, its private half shown once, and revoked', async () => {
    const { open, takeComplaints } = run();
    const page = await open('/keys?tab=signing&environment=production');
    await page.getByRole('button', { name: 'New signing key' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill(hostile);
    await page.keyboard.press('Enter');
    await page.getByText(/-----BEGIN PRIVATE KEY-----/).waitFor();
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('button', { name: `Revoke the signing key ${hostile}` }).click();
    await page.getByRole('dialog').getByRole('textbox').fill(hostile);
    await page.keyboard.press('Enter');
    await page.getByText('There is none in production.').waitFor();
    expect(takeComplaints()).toEqual([]);
  });
}

async function takeKey(page: Page): Promise<string> {
  const shown = page.getByRole('dialog').getByLabel('Key', { exact: true });
  const key = (await shown.textContent()) ?? '';
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await shown.waitFor({ state: 'detached' });
  return key;
}
