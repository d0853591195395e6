import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { type DashboardRun, startDashboard } from '../support/dashboard-run.ts';
import { describeEntrances } from './dashboard/entrances.ts';
import { describeFlagPage } from './dashboard/flag-page.ts';
import { describeFlagTabs } from './dashboard/flag-tabs.ts';
import { describeFlags } from './dashboard/flags.ts';
import { describeKeys } from './dashboard/keys.ts';
import { describeLogIn } from './dashboard/log-in.ts';
import { describeMembers } from './dashboard/members.ts';
import { describeOperations } from './dashboard/operations.ts';
import { describeProfile } from './dashboard/profile.ts';
import { describeSystem } from './dashboard/system.ts';
import { describeTry } from './dashboard/try.ts';
import { describeWebhooks } from './dashboard/webhooks.ts';

/** One Worker and one browser for all of it, as each start costs ten seconds: an area is a file. */
let run: DashboardRun;

beforeAll(async () => {
  run = await startDashboard();
});
afterEach(() => run?.closePages());
afterAll(() => run?.stop());

/** All of them take minutes: those that people are in each day are tried each time, the others by `npm run test:dashboard`. */
const describeRarer = describe.runIf(process.env.DASHBOARD === 'all');

describe('log-in', () => describeLogIn(() => run));
describe('flags', () => describeFlags(() => run));
describe('the page of a flag', () => describeFlagPage(() => run));
describeRarer('entrances', () => describeEntrances(() => run));
describeRarer('the tabs of a flag', () => describeFlagTabs(() => run));
describeRarer('a profile', () => describeProfile(() => run));
describeRarer('members', () => describeMembers(() => run));
describeRarer('keys', () => describeKeys(() => run));
describeRarer('webhooks', () => describeWebhooks(() => run));
describeRarer('try it', () => describeTry(() => run));
describeRarer('operations', () => describeOperations(() => run));
// The last, as it damages the database of all.
describe('health', () => describeSystem(() => run));
