import type { Browser, Page } from 'playwright-core';
import { adminOf } from './admin.ts';
import { startChromium } from './chromium.ts';
import { type DevRun, startDev } from './dev-run.ts';
import { temporaryDevDir } from './temporary-dev-dir.ts';

/** What `npm run dev` serves, and a browser to look at it: started once for all areas of the dashboard. */
export interface DashboardRun {
  readonly dev: DevRun;
  readonly admin: ReturnType<typeof adminOf>;
  /** A page of somebody who is logged in as the first admin, at that path below `/dashboard`. */
  readonly open: (path: string, options?: OpenOptions) => Promise<Page>;
  /** What pages complained of in their console, or broke of the content security policy, since last asked. */
  readonly takeComplaints: () => readonly string[];
  /** All that are open: each goes on asking for what is new, and complains of what others do. */
  readonly closePages: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface OpenOptions {
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
  /** As nobody: the log-in is what is seen first. */
  readonly isAnonymous?: boolean;
}

const desktop = { width: 1280, height: 800 };

export async function startDashboard(): Promise<DashboardRun> {
  const devDir = temporaryDevDir();
  const browser = await startChromium();
  const dev = await startDev(devDir.path);
  const complaints: string[] = [];
  const state = await logIn(browser, dev);

  return {
    dev,
    admin: adminOf(dev.devFile),
    takeComplaints: () => complaints.splice(0),
    async open(path, { colorScheme = 'light', viewport = desktop, isAnonymous = false } = {}) {
      const context = await browser.newContext({
        colorScheme,
        viewport,
        reducedMotion: 'reduce',
        ...(!isAnonymous && { storageState: state }),
      });
      const page = await context.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.goto(`${dev.devFile.url}/dashboard${path}`);
      return page;
    },
    async closePages() {
      await Promise.all(browser.contexts().map((context) => context.close()));
      complaints.length = 0;
    },
    async stop() {
      await browser.close();
      await dev.interrupt();
      devDir.remove();
    },
  };
}

/** As a person does, once; others are given the cookie. */
async function logIn(browser: Browser, { devFile }: DevRun) {
  const { url, email, password } = devFile;
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url}/dashboard/log-in`);
  await page.getByLabel('E-mail address').fill(email ?? '');
  await page.getByRole('textbox', { name: 'Password' }).fill(password ?? '');
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await page.waitForURL('**/dashboard/flags');
  const state = await context.storageState();
  await context.close();
  return state;
}
