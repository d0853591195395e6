import { and, asc, eq, gt, max, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ControlContext } from '../../src/control/context.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { carryOutChanges } from '../../src/control/scheduled/carry-out-changes.ts';
import { createSchedule } from '../../src/control/schedules/create-schedule.ts';
import { auditLogs } from '../../src/db/audit-logs.ts';
import type { Database } from '../../src/db/connect.ts';
import { featureFlagEnvironments } from '../../src/db/feature-flags.ts';
import { scheduledChanges } from '../../src/db/scheduled-changes.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
const environment = 'production';
const flags = ['sky.one', 'sky.two'];
const instantAt = (minute: number) => new Date(Date.UTC(2030, 0, 1, 0, minute));

let ctx: ControlContext;
beforeAll(async () => {
  plane = await startControlPlane();
  ctx = {
    ...plane.ctx,
    actor: { id: 'admin-secret', role: 'admin' },
    now: () => instantAt(0),
    publish: async () => [],
  };
  for (const key of flags) await createFlag({ ctx, input: { key } });
});
afterAll(() => plane.dispose());

/** How a job ends in the course of one of its transactions, if it does not end well. */
const deaths = ['before it', 'before its commit', 'after its commit'] as const;
interface Job {
  readonly death?: (typeof deaths)[number] | undefined;
  /** Which transaction it dies in. */
  readonly within: number;
}

const job: fc.Arbitrary<Job> = fc.record({
  death: fc.option(fc.constantFrom(...deaths), { nil: undefined }),
  within: fc.nat(3),
});
const schedule = fc.record({
  flag: fc.constantFrom(...flags),
  minutes: fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
});
/** Jobs of one round run at the same time, by clocks that may go back. */
const round = fc.record({
  minute: fc.integer({ min: 0, max: 35 }),
  jobs: fc.array(job, { minLength: 1, maxLength: 2 }),
});

const lost = () => new Error('Connection terminated unexpectedly');

function dying({ death, within }: Job): Database {
  let begun = 0;
  return {
    ...plane.database,
    async transaction(work, config) {
      if (death === undefined || begun++ !== within) {
        return plane.database.transaction(work, config);
      }
      if (death === 'before it') throw lost();
      await plane.database.transaction(async (tx) => {
        await work(tx);
        if (death === 'before its commit') throw lost();
      }, config);
      throw lost();
    },
  };
}

const run = (minute: number, each: Job = { within: 0 }) =>
  carryOutChanges({
    database: dying(each),
    store: plane.store,
    now: () => instantAt(minute),
    publish: () => Promise.reject(lost()),
  });

async function start(): Promise<number> {
  await plane.database.transaction(async (tx) => {
    await tx.delete(scheduledChanges);
    await tx.execute(sql`update feature_flag_environments set rollout_percentage = 100`);
  });
  const [row] = await plane.database.current.select({ last: max(auditLogs.seq) }).from(auditLogs);
  return row?.last ?? 0;
}

it('comes to what the plans say, each step once and in order, whenever jobs run and wherever they die', async () => {
  const plans = fc.array(schedule, { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(plans, fc.array(round, { maxLength: 4 }), async (planned, rounds) => {
      const since = await start();
      const expected = new Map(flags.map((flag) => [flag, [] as Step[]]));
      for (const { flag, minutes } of planned) {
        const inOrder = minutes.toSorted((left, right) => left - right);
        const steps = inOrder.map((minute, index) => ({
          at: instantAt(minute).toISOString(),
          change: { rollout_percentage: minute + index / 10 },
        }));
        const { id } = await createSchedule({ ctx, input: { flag, environment, steps } });
        expected.get(flag)?.push(
          ...steps.map(({ at, change }, index) => ({
            at,
            request: `${id}#${index}`,
            percentage: change.rollout_percentage,
          })),
        );
      }
      for (const { minute, jobs } of rounds) {
        await Promise.all(jobs.map((each) => run(minute, each)));
      }
      await run(40);
      for (const [flag, steps] of expected) {
        const inOrder = steps.toSorted((left, right) =>
          left.at < right.at ? -1 : left.at > right.at ? 1 : 0,
        );
        expect(await applied(flag, since)).toEqual(inOrder.map(({ request }) => request));
        const last = inOrder.at(-1)?.percentage ?? 100;
        expect(await percentageOf(flag)).toBe(last);
      }
      const open = await plane.database.current.select().from(scheduledChanges);
      expect(open.map(({ status, nextStep, steps }) => [status, nextStep - steps.length])).toEqual(
        planned.map(() => ['done', 0]),
      );
    }),
    { numRuns: 12 },
  );
});

interface Step {
  readonly at: string;
  readonly request: string;
  readonly percentage: number;
}

async function applied(flag: string, since: number): Promise<string[]> {
  const rows = await plane.database.current
    .select({ requestId: auditLogs.requestId })
    .from(auditLogs)
    .where(
      and(
        eq(auditLogs.target, flag),
        eq(auditLogs.action, 'flag_state.update'),
        gt(auditLogs.seq, since),
      ),
    )
    .orderBy(asc(auditLogs.seq));
  return rows.map(({ requestId }) => requestId);
}

async function percentageOf(flag: string): Promise<number | undefined> {
  const [row] = await plane.database.current
    .select({ percentage: featureFlagEnvironments.rolloutPercentage })
    .from(featureFlagEnvironments)
    .where(
      and(
        eq(featureFlagEnvironments.flagKey, flag),
        eq(featureFlagEnvironments.environmentKey, environment),
      ),
    );
  return row?.percentage;
}
