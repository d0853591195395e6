import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { DashboardPage } from './dashboard-pages.ts';
import type { DashboardRun } from './dashboard-run.ts';

/** The router of the dashboard, as it tells of itself in its page. */
const router = 'globalThis.__TSR_ROUTER__';

/** Of the pages that it knows. */
export const readRoutes = (page: Page): Promise<string[]> =>
  page.evaluate(`Object.keys(${router}.routesByPath)`);

/** To a path below `/dashboard` as a link leads there: without loading the dashboard anew. */
export async function walkTo(page: Page, path: string): Promise<void> {
  await page.evaluate(`${router}.history.push(${JSON.stringify(`/dashboard${path}`)})`);
  await whenSettled(page);
}

/** Text, as our content security policy allows no page to wait for a function. */
const isSettled = `(() => {
  const { status, location, resolvedLocation } = ${router}?.state ?? {};
  if (status !== 'idle' || resolvedLocation?.href !== location.href) return false;
  return !!document.querySelector('h1') && !document.querySelector('.mantine-Skeleton-root');
})()`;

const patienceMilliseconds = 60_000;

/** Until nothing stands for something that is still to come. */
export async function whenSettled(page: Page): Promise<void> {
  const until = performance.now() + patienceMilliseconds;
  while (!(await page.evaluate<boolean>(isSettled))) {
    if (performance.now() > until) throw new Error(`${page.url()} is still loading`);
    await sleep(20);
  }
}

interface Opening {
  readonly page: DashboardPage;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** As whoever has to look at it, with all that it asks for. */
export async function openDashboardPage(run: DashboardRun, { page, viewport }: Opening) {
  const as = page.by === 'member' ? {} : ({ as: 'nobody' } as const);
  const opened = await run.open(page.path, { ...as, ...(viewport && { viewport }) });
  if (page.by === 'secret') await enterBySecret(opened, run.dev.devFile.admin_secret);
  await whenSettled(opened);
  return opened;
}

async function enterBySecret(page: Page, secret: string) {
  await page.getByRole('textbox', { name: 'ADMIN_SECRET' }).fill(secret);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/dashboard/emergency/system');
}
