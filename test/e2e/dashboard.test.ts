import { afterAll, beforeAll, describe } from 'vitest';
import { type DashboardRun, startDashboard } from '../support/dashboard-run.ts';
import { describeFlags } from './dashboard/flags.ts';
import { describeLogIn } from './dashboard/log-in.ts';
import { describeOperations } from './dashboard/operations.ts';
import { describeSystem } from './dashboard/system.ts';

/** One Worker and one browser for all of it, as each start costs ten seconds: an area is a file. */
let run: DashboardRun;

beforeAll(async () => {
  run = await startDashboard();
});
afterAll(() => run?.stop());

describe('log-in', () => describeLogIn(() => run));
describe('flags', () => describeFlags(() => run));
describe('operations', () => describeOperations(() => run));
// The last, as it damages the database of all.
describe('health', () => describeSystem(() => run));
