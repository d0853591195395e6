import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import type { DashboardRun } from '../../support/dashboard-run.ts';

const key = 'focus.pilot';

/** What opens by a key of the keyboard closes by one, and gives the focus back to what opened it. */
export function describeFocus(run: () => DashboardRun): void {
  beforeAll(async () => {
    const { admin } = run();
    await admin('POST', '/flags', { body: { key } });
    const body = { kind: 'client', name: 'Focus', environment: 'development' };
    await admin('POST', '/keys', { body });
  });

  it.each([
    { path: '/environments', openers: ['Copy into it', 'Import', 'Settings', 'Delete'] },
    { path: `/flags?search=${key}`, openers: ['Switch on', 'Emergency stop', 'Archive'] },
  ])('comes back from the dialogs of $path', async ({ path, openers }) => {
    const page = await run().open(path);
    const row = page.getByRole('checkbox', { name: `Select ${key}` });
    if (path.startsWith('/flags')) await row.press('Space');
    for (const name of openers) {
      const opener = page.getByRole('button', { name }).first();
      await opener.press('Enter');
      await leaveDialog(page);
      await expect.poll(() => opener.and(page.locator(':focus')).count()).toBe(1);
    }
  });

  it.each(['Edit', 'Rotate', 'Revoke'])('comes back from a key to its menu: %s', async (item) => {
    const page = await run().open('/keys?search=Focus');
    const menu = page.getByRole('button', { name: 'More about the key Focus' });
    await menu.press('Enter');
    await page.getByRole('menuitem', { name: item }).press('Enter');
    await leaveDialog(page);
    await expect.poll(() => menu.and(page.locator(':focus')).count()).toBe(1);
  });

  it('stays in a dialog, whose keys are not those of the page behind it', async () => {
    const page = await run().open(`/flags?search=${key}`);
    await page.getByRole('checkbox', { name: `Select ${key}` }).press('Space');
    await page.getByRole('button', { name: 'Switch on' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('This switches on').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).focus();
    for (const pressed of ['j', 'x', '/', 'g', 'a']) await page.keyboard.press(pressed);
    expect(await dialog.locator(':focus').count()).toBe(1);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('1 selected').waitFor();
    expect(page.url()).toContain('/flags?');
  });
}

/** By Escape, once it has the focus. */
async function leaveDialog(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await expect.poll(() => dialog.locator(':focus').count()).toBe(1);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}
