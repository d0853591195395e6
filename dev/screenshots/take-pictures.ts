import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { DashboardPage } from '../../test/support/dashboard-pages.ts';
import type { DashboardRun } from '../../test/support/dashboard-run.ts';
import { openDashboardPage } from '../../test/support/walk.ts';
import { projectRoot } from '../project-root.ts';

const sizes = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;
const schemes = ['light', 'dark'] as const;

/** Longer pages are cut off there: what follows is more of the same. */
const longestPixels = 2_600;

/** Those of the README, as `page-scheme`, on a desktop. */
const inDocs = ['flags-light', 'flag-targeting-dark', 'try-light', 'system-dark'];

interface Order {
  readonly page: DashboardPage;
  readonly folder: string;
  readonly forDocs: boolean;
}

/** Of one page, as `page-scheme-size.png`; the page is loaded once a size. */
export async function takePictures(run: DashboardRun, { page, folder, forDocs }: Order) {
  for (const [size, viewport] of Object.entries(sizes)) {
    const opened = await openDashboardPage(run, { page, viewport });
    await opened.waitForLoadState('networkidle');
    for (const colorScheme of schemes) {
      await opened.emulateMedia({ colorScheme });
      const path = join(folder, `${page.name}-${colorScheme}-${size}.png`);
      await takeWhole(opened, path);
      const name = `${page.name}-${colorScheme}`;
      if (forDocs && size === 'desktop' && inDocs.includes(name)) await takeForDocs(opened, name);
    }
    await run.closePages();
  }
}

async function takeWhole(page: Page, path: string) {
  const width = page.viewportSize()?.width ?? 0;
  const whole = await page.evaluate<number>('document.documentElement.scrollHeight');
  const clip = { x: 0, y: 0, width, height: Math.min(whole, longestPixels) };
  await page.screenshot({ path, fullPage: true, clip, animations: 'disabled' });
}

/** What is in sight, as WebP: a fifth of a PNG. */
async function takeForDocs(page: Page, name: string) {
  const browser = await page.context().newCDPSession(page);
  const { data } = await browser.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
  writeFileSync(join(projectRoot, 'docs/images', `${name}.webp`), Buffer.from(data, 'base64'));
}
