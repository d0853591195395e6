import { afterAll, beforeAll, describe } from 'vitest';
import { type DashboardRun, startDashboard } from '../support/dashboard-run.ts';
import { describeFlagPage } from './dashboard/flag-page.ts';
import { describeFlagTabs } from './dashboard/flag-tabs.ts';
import { describeFlags } from './dashboard/flags.ts';
import { describeLogIn } from './dashboard/log-in.ts';
import { describeTry } from './dashboard/try.ts';

/** One Worker and one browser for all of it, as each start costs ten seconds: an area is a file. */
let run: DashboardRun;

beforeAll(async () => {
  run = await startDashboard();
});
afterAll(() => run?.stop());

describe('log-in', () => describeLogIn(() => run));
describe('flags', () => describeFlags(() => run));
describe('the page of a flag', () => describeFlagPage(() => run));
describe('the tabs of a flag', () => describeFlagTabs(() => run));
describe('try it', () => describeTry(() => run));
