import type { Browser, BrowserContext, Page } from 'playwright-core';
import { adminOf } from './admin.ts';
import { startChromium } from './chromium.ts';
import { type DevRun, startDev } from './dev-run.ts';
import { type LogIn, logIn } from './log-in.ts';
import { temporaryDevDir } from './temporary-dev-dir.ts';

/** What `npm run dev` serves, and a browser to look at it: started once for all areas of the dashboard. */
export interface DashboardRun {
  readonly dev: DevRun;
  readonly admin: ReturnType<typeof adminOf>;
  /** A page at that path below `/dashboard`, of the first admin unless it says of whom. */
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
  /** Somebody who has logged in; nobody sees the log-in first. */
  readonly as?: LogIn | 'nobody';
}

const desktop = { width: 1280, height: 800 };

/** Nothing that it started lives on where it throws. */
export async function startDashboard(): Promise<DashboardRun> {
  const devDir = temporaryDevDir();
  const ends: (() => unknown)[] = [devDir.remove];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const dev = await startDev(devDir.path);
    ends.push(dev.interrupt);
    const browser = await startChromium();
    ends.push(() => browser.close());
    const { url, email, password } = dev.devFile;
    const first = await logIn(url, { email: email ?? '', password: password ?? '' });
    return { dev, admin: adminOf(dev.devFile), ...openPages(browser, { url, first }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Whereabouts {
  readonly url: string;
  /** The first admin. */
  readonly first: LogIn;
}

function openPages(browser: Browser, { url, first }: Whereabouts) {
  const complaints: string[] = [];
  const contexts = new Map<LogIn, BrowserContext>();
  const begin = () => browser.newContext({ reducedMotion: 'reduce' });
  /** Whoever has logged in keeps what the browser has fetched, which is most of the time a page takes. */
  const contextOf = async (person: LogIn): Promise<BrowserContext> => {
    const known = contexts.get(person);
    if (known) return known;
    const context = await begin();
    await context.addCookies([...person]);
    contexts.set(person, context);
    return context;
  };
  const open: DashboardRun['open'] = async (path, options = {}) => {
    const { colorScheme = 'light', viewport = desktop, as = first } = options;
    const context = await (as === 'nobody' ? begin() : contextOf(as));
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error')
        complaints.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await page.goto(`${url}/dashboard${path}`);
    return page;
  };
  const closePages = async () => {
    const kept = [...contexts.values()];
    const others = browser.contexts().filter((context) => !kept.includes(context));
    const pages = kept.flatMap((context) => context.pages());
    await Promise.all([...others, ...pages].map((each) => each.close()));
    complaints.length = 0;
  };
  return { open, closePages, takeComplaints: () => complaints.splice(0) };
}
