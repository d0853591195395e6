import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import type { DashboardRun } from '../../support/dashboard-run.ts';

/** More stops than any page has before what is looked for. */
const mostStops = 80;

export function describeKeyboard(run: () => DashboardRun): void {
  const key = 'keyboard.pilot';
  const inProduction = `/flags/${key}/environments/production`;
  const stateNow = async () => (await run().admin('GET', inProduction)).body;

  beforeAll(async () => {
    await run().admin('POST', '/flags', { body: { key } });
  });

  it('alone logs in, finds a flag, switches it and rolls it out', async () => {
    const { open, dev } = run();
    const page = await open('/log-in', { as: 'nobody' });
    const pointers = await watchPointers(page);
    await page.getByRole('textbox', { name: 'Password' }).waitFor();
    await page.keyboard.type(dev.devFile.email ?? '');
    await page.keyboard.press('Tab');
    await page.keyboard.type(dev.devFile.password ?? '');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/dashboard/flags');
    await page.getByRole('textbox', { name: 'Search flags' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(key);
    await page.waitForURL('**/flags?search=*');
    await page.getByRole('link', { name: key }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/flags/${key}*`);

    const toggle = page.getByRole('switch', { name: 'On in production' });
    await toggle.waitFor();
    await tabTo(page, 'On in production');
    await page.keyboard.press('Space');
    await expect.poll(() => toggle.isChecked()).toBe(true);
    expect((await stateNow()).is_enabled).toBe(true);
    await tabTo(page, 'Rollout in percent');
    await page.keyboard.press('Home');
    for (const _ of 'abc') await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Control+s');
    await expect.poll(async () => (await stateNow()).rollout_percentage).toBeLessThan(20);
    expect((await stateNow()).rollout_percentage).toBeGreaterThan(0);
    expect(await pointers()).toBe(0);
    run().takeComplaints();
  });

  it('goes everywhere: by the palette, by g and a letter, into a dialog and back to where it was', async () => {
    const page = await run().open('/system');
    const pointers = await watchPointers(page);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('A page, or a flag').waitFor();
    await page.keyboard.type('event log');
    await page.locator('[data-selected]', { hasText: 'Who changed what' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/dashboard/audit*');
    await page.getByPlaceholder('A page, or a flag').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('f');
    await page.waitForURL('**/dashboard/flags');

    const opener = page.getByRole('button', { name: 'New flag' });
    await opener.waitFor();
    await tabTo(page, 'New flag');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('textbox', { name: 'Key' }).waitFor();
    await expect.poll(() => isFocusIn(page, '[role=dialog]')).toBe(true);
    for (let stop = 0; stop < 14; stop += 1) {
      await page.keyboard.press('Tab');
      expect(await isFocusIn(page, '[role=dialog]')).toBe(true);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('New flag');
    expect(await pointers()).toBe(0);
  });

  it.each(dialogs)('gets the focus back from $path, $opener', async ({ path, opener, item }) => {
    const page = await run().open(path);
    const button = page.getByRole('button', { name: opener }).first();
    await button.press('Enter');
    if (item !== undefined) await page.getByRole('menuitem', { name: item }).press('Enter');
    await page.getByRole('dialog').waitFor();
    await expect.poll(() => isFocusIn(page, '[role=dialog]')).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => button.and(page.locator(':focus')).count()).toBe(1);
  });
}

/** Of each kind: from a page, from a menu, by the address, after an answer. */
const dialogs: readonly {
  readonly path: string;
  readonly opener: string;
  readonly item?: string;
}[] = [
  { path: '/flags/keyboard.pilot', opener: 'Emergency stop' },
  { path: '/flags/keyboard.pilot', opener: 'More to do with this flag', item: 'Archive' },
  { path: '/environments', opener: 'Settings: production' },
  { path: '/audit', opener: 'Verify' },
];

/** From stop to stop, each of which has to show at once that the focus is there. */
async function tabTo(page: Page, name: string): Promise<void> {
  await page.addStyleTag({ content: '* { transition: none !important; }' });
  for (let stop = 0; stop < mostStops; stop += 1) {
    await page.keyboard.press('Tab');
    const { named, isSeen } = await page.evaluate<{ named: string; isSeen: boolean }>(focused);
    expect({ named, isSeen }).toEqual({ named, isSeen: true });
    if (named === name) return;
  }
  throw new Error(`${name} is not among ${mostStops} stops of ${page.url()}`);
}

/** What has the focus is called, and whether it or what is beside it looks another way for it. */
const focused = `(() => {
  const at = document.activeElement;
  const near = [at, at.nextElementSibling, at.parentElement, at.parentElement?.firstElementChild];
  const look = () => near.filter(Boolean).map((each) => {
    const { outline, boxShadow, borderColor, backgroundColor } = getComputedStyle(each);
    return [outline, boxShadow, borderColor, backgroundColor].join();
  }).join();
  const with_ = look();
  at.blur();
  const without = look();
  at.focus({ focusVisible: true, preventScroll: true });
  const named = at.getAttribute('aria-label') ?? at.textContent ?? '';
  return { named: named.trim(), isSeen: at === document.body || with_ !== without };
})()`;

const isFocusIn = (page: Page, place: string): Promise<boolean> =>
  page.evaluate(`document.activeElement.closest('${place}') !== null`);

/** Counts what a mouse or a finger would do. */
async function watchPointers(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(`(() => {
    globalThis.pointers = 0;
    for (const kind of ['pointerdown', 'mousedown', 'touchstart'])
      addEventListener(kind, () => { globalThis.pointers += 1; }, true);
  })()`);
  return () => page.evaluate('globalThis.pointers');
}
