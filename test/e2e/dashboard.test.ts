import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { type DashboardRun, startDashboard } from '../support/dashboard-run.ts';
import { describeEntrances } from './dashboard/entrances.ts';
import { describeFlags } from './dashboard/flags.ts';
import { describeKeys } from './dashboard/keys.ts';
import { describeLogIn } from './dashboard/log-in.ts';
import { describeMembers } from './dashboard/members.ts';
import { describeProfile } from './dashboard/profile.ts';
import { describeWebhooks } from './dashboard/webhooks.ts';

/** One Worker and one browser for all of it, as each start costs ten seconds: an area is a file. */
let run: DashboardRun;

beforeAll(async () => {
  run = await startDashboard();
});
afterEach(() => run?.closePages());
afterAll(() => run?.stop());

describe('log-in', () => describeLogIn(() => run));
describe('entrances', () => describeEntrances(() => run));
describe('flags', () => describeFlags(() => run));
describe('a profile', () => describeProfile(() => run));
describe('members', () => describeMembers(() => run));
describe('keys', () => describeKeys(() => run));
describe('webhooks', () => describeWebhooks(() => run));
