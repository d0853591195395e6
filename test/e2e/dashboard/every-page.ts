import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { measureFirstLoad } from '../../../dev/first-load.ts';
import { dashboardPages, type Sights } from '../../support/dashboard-pages.ts';
import type { DashboardRun } from '../../support/dashboard-run.ts';
import { furnishSights } from '../../support/furnish-sights.ts';
import { logIn } from '../../support/log-in.ts';
import { openDashboardPage, readRoutes, walkTo } from '../../support/walk.ts';
import { startReceiver } from '../../support/webhook-receiver.ts';

/** On the data of `npm run dev -- --demo`, so that there is something to look at. */
export function describeEveryPage(run: () => DashboardRun): void {
  let sights: Sights;

  beforeAll(async () => {
    const receiver = await startReceiver();
    const progress = { step: <T>(_: string, work: () => Promise<T>) => work(), note: () => {} };
    sights = await furnishSights(run(), { progress, receiver });
    receiver.stop();
  }, 300_000);

  it('is in the list that pictures and proofs go by', async () => {
    const page = await run().open('/flags');
    const routes = (await readRoutes(page)).filter((route) => route !== '/');
    const listed = new Set(dashboardPages(sights).map(({ route }) => route));
    expect(routes.toSorted()).toEqual([...listed].toSorted());
  });

  it('of flags fetches the scripts that are measured, and no others', async () => {
    const { dev, open } = run();
    const { url, email, password } = dev.devFile;
    // A browser that has fetched nothing yet.
    const page = await open('/flags', {
      as: await logIn(url, { email: email ?? '', password: password ?? '' }),
    });
    await page.getByRole('link', { name: 'checkout.express' }).waitFor();
    const measured = measureFirstLoad().map(({ path }) => path);
    await expect.poll(() => fetchedScripts(page)).toEqual(measured.toSorted());
  });

  it('has no serious fault of accessibility, in light and dark', { timeout: 600_000 }, async () => {
    const { open, takeComplaints, closePages } = run();
    takeComplaints();
    const faults: string[] = [];
    const look = async (page: Page, name: string) => {
      faults.push(...(await faultsOf(page, name)));
    };
    const pages = dashboardPages(sights);
    const inside = await open('/flags');
    for (const page of pages.filter(({ by }) => by === 'member')) {
      await walkTo(inside, page.path);
      await look(inside, page.name);
    }
    expect(takeComplaints()).toEqual([]);
    for (const page of pages.filter(({ by }) => by !== 'member')) {
      await look(await openDashboardPage(run(), { page }), page.name);
      await closePages();
    }
    expect(faults).toEqual([]);
  });
}

async function fetchedScripts(page: Page): Promise<string[]> {
  const paths = await page.evaluate<string[]>(
    `performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)`,
  );
  return paths.filter((path) => path.endsWith('.js')).toSorted();
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

/** All rules in light; in dark those that mind colours, as nothing else differs. */
async function faultsOf(page: Page, name: string): Promise<string[]> {
  await bringAxe(page);
  const faults: string[] = [];
  for (const [colorScheme, rules] of [
    ['light', {}],
    ['dark', { runOnly: ['color-contrast'] }],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    const options = JSON.stringify({ resultTypes: ['violations'], ...rules });
    const { violations } = await page.evaluate<{ violations: Violation[] }>(
      `axe.run(document, ${options})`,
    );
    const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
    faults.push(
      ...serious.flatMap(({ id, nodes }) =>
        nodes.map(({ target }) => `${name}, ${colorScheme}: ${id} at ${target.join(' ')}`),
      ),
    );
  }
  return faults;
}

/** Once for what is walked through: it stays in the page. A colour on its way to another counts as neither. */
async function bringAxe(page: Page) {
  if (await page.evaluate<boolean>(`'axe' in globalThis`)) return;
  await page.addStyleTag({ content: '* { transition: none !important; }' });
  await new AxeBuilder({ page }).setLegacyMode().include('h1').analyze();
}
