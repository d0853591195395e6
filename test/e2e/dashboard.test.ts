import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { type DashboardRun, startDashboard } from '../support/dashboard-run.ts';
import { describeBulk } from './dashboard/bulk.ts';
import { describeBusy } from './dashboard/busy.ts';
import { describeEntrances } from './dashboard/entrances.ts';
import { describeEveryPage } from './dashboard/every-page.ts';
import { describeFaults } from './dashboard/faults.ts';
import { describeFlagPage } from './dashboard/flag-page.ts';
import { describeFlagTabs } from './dashboard/flag-tabs.ts';
import { describeFlags } from './dashboard/flags.ts';
import { describeFocus } from './dashboard/focus.ts';
import { describeHostileNames } from './dashboard/hostile.ts';
import { describeKeyboard } from './dashboard/keyboard.ts';
import { describeKeys } from './dashboard/keys.ts';
import { describeLogIn } from './dashboard/log-in.ts';
import { describeMembers } from './dashboard/members.ts';
import { describeMissingFiles } from './dashboard/missing-files.ts';
import { describeOperations } from './dashboard/operations.ts';
import { describeProfile } from './dashboard/profile.ts';
import { describeRoles } from './dashboard/roles.ts';
import { describeSystem } from './dashboard/system.ts';
import { describeTry } from './dashboard/try.ts';
import { describeTwoPeople } from './dashboard/two-people.ts';
import { describeWebhooks } from './dashboard/webhooks.ts';

/** One Worker and one browser for all of it, as each start costs ten seconds: an area is a file. */
let run: DashboardRun;

beforeAll(async () => {
  run = await startDashboard();
});
afterEach(() => run?.closePages());
afterAll(() => run?.stop());

/** Those that people are in each day are tried each time, the others by `npm run test:dashboard`, as all take minutes. */
const describeRarer = describe.runIf(process.env.DASHBOARD === 'all');

describe('log-in', () => describeLogIn(() => run));
describe('a keyboard', () => describeKeyboard(() => run));
describe('flags', () => describeFlags(() => run));
describe('the page of a flag', () => describeFlagPage(() => run));
describeRarer('entrances', () => describeEntrances(() => run));
describeRarer('the tabs of a flag', () => describeFlagTabs(() => run));
describeRarer('a profile', () => describeProfile(() => run));
describeRarer('members', () => describeMembers(() => run));
describeRarer('keys', () => describeKeys(() => run));
describeRarer('webhooks', () => describeWebhooks(() => run));
describeRarer('try it', () => describeTry(() => run));
describeRarer('faults', () => describeFaults(() => run));
describeRarer('a missing file', () => describeMissingFiles(() => run));
describeRarer('the focus', () => describeFocus(() => run));
describeRarer('two people', () => describeTwoPeople(() => run));
describeRarer('many flags', () => describeBulk(() => run));
describeRarer('a busy installation', () => describeBusy(() => run));
// From here on with the demo, and then with what nobody should be called.
describeRarer('operations', () => describeOperations(() => run));
describeRarer('every page', () => describeEveryPage(() => run));
describeRarer('roles', () => describeRoles(() => run));
describeRarer('hostile names', () => describeHostileNames(() => run));
// The last, as it damages the database of all.
describe('health', () => describeSystem(() => run));
