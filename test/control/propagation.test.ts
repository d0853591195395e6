import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { updateFlagState } from '../../src/control/flag-states/update-flag-state.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { getPropagation } from '../../src/control/propagation/get-propagation.ts';
import { forgetPropagation } from '../../src/control/scheduled/forget-propagation.ts';
import { recordReports } from '../../src/control/usage/record-reports.ts';
import { rowsOf } from '../../src/db/rows.ts';
import { hold } from '../../src/snapshot/held.ts';
import { notePublished } from '../../src/snapshot/publish/note-published.ts';
import type { EdgeReport } from '../../src/usage/edge-report.ts';
import { UsageRecorder } from '../../src/usage/usage-recorder.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.dispose());

const run = (statement: string) =>
  plane.database.transaction((tx) => tx.execute(sql.raw(statement)));
const ask = (environment: string) =>
  getPropagation({ ctx: plane.contextFor('viewer'), input: { environment } });
const record = (reports: readonly EdgeReport[]) => recordReports(plane.database, reports);

let environments = 0;
async function startEnvironment(): Promise<string> {
  environments += 1;
  const key = `spread-${environments}`;
  await run(`insert into environments (key, name) values ('${key}', '${key}')`);
  return key;
}

/** As a change and its publication leave them, at an instant of the test's own. */
async function publishVersion(environment: string, version: number, at: number) {
  await run(`update environments set version = ${version},
    updated_at = to_timestamp(${at / 1000}) where key = '${environment}'`);
  const logError = (message: string) => expect.unreachable(message);
  await notePublished({ database: plane.database, logError }, { environment, version });
}

/** An isolate of some location, whose reports are kept until the test delivers them. */
function startIsolate(environment: string, location: string) {
  const reports: EdgeReport[] = [];
  let at = 0;
  const recorder = new UsageRecorder({
    send: async (report) => reports.push(report),
    now: () => at,
    logError: (message) => expect.unreachable(message),
  });
  const answer = (version: number, now: number) => {
    at = now;
    const snapshot = {
      format: 1 as const,
      environment,
      version,
      flags: [],
      segments: [],
      keys: [],
    };
    const held = hold({ snapshot, checksum: randomUUID(), origin: 'kv', now });
    recorder.answered({ held, source: 'memory' }, now);
  };
  const report = async (now: number) => {
    at = now;
    await recorder.report(location);
    return reports.splice(0);
  };
  return { location, answer, report };
}

const minutes = (count: number) => count * 60_000;

it('tells where the newest version has arrived, and after how many seconds', async () => {
  const environment = await startEnvironment();
  const start = Date.now() - minutes(5);
  const isolates = ['FRA', 'LHR', 'SIN'].map((location) => startIsolate(environment, location));
  const [fra, lhr, sin] = isolates as [
    (typeof isolates)[0],
    (typeof isolates)[0],
    (typeof isolates)[0],
  ];
  await publishVersion(environment, 2, start);
  for (const { answer, report } of isolates) {
    answer(2, start + 1_000);
    await record(await report(start + 2_000));
  }
  await publishVersion(environment, 3, start + 60_000);
  await publishVersion(environment, 4, start + 70_000);
  fra.answer(3, start + 61_500);
  fra.answer(4, start + 72_000);
  lhr.answer(4, start + 75_000);
  sin.answer(2, start + 80_000);
  for (const { report } of isolates) await record(await report(start + 90_000));

  expect(await ask(environment)).toMatchObject({
    environment,
    version: 4,
    committed_at: new Date(start + 70_000).toISOString(),
    active_within_minutes: 10,
    seen: 2,
    of: 3,
    p50_seconds: 2,
    p95_seconds: 5,
    locations: [
      { location: 'FRA', version: 4, seconds: 2 },
      { location: 'LHR', version: 4, seconds: 5 },
      { location: 'SIN', version: 2, seconds: 1 },
    ],
    earlier: [
      { version: 3, seen: 2, of: 3, p50_seconds: 1.5, p95_seconds: 15 },
      // None of them was known to be in use before its first answer.
      { version: 2, seen: 3, of: 3, p50_seconds: null, p95_seconds: null },
    ],
  });
});

it('counts no seconds of a location that nobody asked when the version was committed', async () => {
  const environment = await startEnvironment();
  const start = Date.now() - minutes(40);
  const awake = startIsolate(environment, 'FRA');
  const asleep = startIsolate(environment, 'SIN');
  for (const each of [awake, asleep]) {
    each.answer(1, start);
    await record(await each.report(start + 1_000));
  }
  for (let minute = 5; minute <= 35; minute += 5) {
    awake.answer(1, start + minutes(minute));
    await record(await awake.report(start + minutes(minute)));
  }
  await publishVersion(environment, 2, start + minutes(20));
  awake.answer(2, start + minutes(36));
  asleep.answer(2, start + minutes(39));
  await record([
    ...(await asleep.report(start + minutes(39))),
    ...(await awake.report(start + minutes(36))),
  ]);
  expect(await ask(environment)).toMatchObject({
    seen: 2,
    of: 2,
    p50_seconds: 960,
    p95_seconds: 960,
  });
});

it('knows no location that has fallen silent, and none of the future', async () => {
  const environment = await startEnvironment();
  const silent = startIsolate(environment, 'FRA');
  silent.answer(1, Date.now() - minutes(11));
  await record(await silent.report(Date.now() - minutes(11)));
  const wrong = startIsolate(environment, 'SIN');
  wrong.answer(1, Date.now() + minutes(600));
  await record(await wrong.report(Date.now() + minutes(600)));
  const { of, locations } = await ask(environment);
  expect(of).toBe(1);
  expect(Date.parse(locations[0]?.last_served_at ?? '')).toBeLessThanOrEqual(Date.now() + 1_000);
});

it('keeps the earliest of several first answers in a location, in whichever order they are told', async () => {
  const start = Date.now() - minutes(5);
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const environment = await startEnvironment();
    await publishVersion(environment, 2, start);
    const isolates = [startIsolate(environment, 'FRA'), startIsolate(environment, 'FRA')];
    isolates.forEach(({ answer }, index) => {
      answer(2, start + 1_000 + index * 3_000);
    });
    for (const index of order) await record((await isolates[index]?.report(start + 9_000)) ?? []);
    expect((await ask(environment)).locations).toMatchObject([{ location: 'FRA', seconds: 1 }]);
  }
});

/** Fewer than isolates, so that several tell of the same. */
const places = ['AMS', 'BOM'] as const;
const step = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ does: 'publish' } as const) },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('answer' as const),
      isolate: fc.nat(4),
      lag: fc.nat(2),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('report' as const), isolate: fc.nat(4) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('deliver' as const),
      which: fc.nat(20),
      end: fc.constantFrom('once', 'twice', 'lost'),
    }),
  },
);

it('never claims a location before its first answer, whatever happens to the reports', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
      const environment = await startEnvironment();
      const isolates = Array.from({ length: 5 }, (_, index) => ({
        ...startIsolate(environment, places[index % places.length] as string),
        version: 0,
      }));
      const served = new Map<string, { version: number; at: number }[]>();
      const waiting: EdgeReport[] = [];
      const delivered: EdgeReport[] = [];
      let [newest, now] = [1, Date.now() - minutes(5)];
      const deliver = async (reports: readonly EdgeReport[]) => {
        await record(reports);
        delivered.push(...reports);
        assertTrue(await ask(environment), served);
      };
      for (const each of steps) {
        now += 1_000;
        if (each.does === 'publish') {
          newest += 1;
          await publishVersion(environment, newest, now);
        } else if (each.does === 'deliver') {
          const [report] = waiting.splice(each.which % Math.max(1, waiting.length), 1);
          if (!report || each.end === 'lost') continue;
          await deliver(each.end === 'twice' ? [report, report] : [report]);
          if (each.end === 'twice') await deliver([report]);
        } else {
          const isolate = isolates[each.isolate];
          if (!isolate) continue;
          if (each.does === 'report') {
            waiting.push(...(await isolate.report(now)));
            continue;
          }
          isolate.version = Math.max(isolate.version, newest - each.lag, 1);
          isolate.answer(isolate.version, now);
          const answers = served.get(isolate.location) ?? [];
          served.set(isolate.location, [...answers, { version: isolate.version, at: now }]);
        }
      }
      for (const report of waiting.reverse()) await deliver([report]);
      assertWhole(await ask(environment), delivered);
    }),
    { numRuns: 5, endOnFailure: true },
  );
}, 180_000);

type Answer = Awaited<ReturnType<typeof ask>>;
type Served = ReadonlyMap<string, readonly { version: number; at: number }[]>;

/** Nothing is claimed that has not happened. */
function assertTrue({ locations, earlier, ...newest }: Answer, served: Served) {
  for (const { location, version, first_served_at, last_served_at } of locations) {
    const answers = served.get(location) ?? [];
    const with_ = answers.filter((answer) => answer.version === version);
    // A location of which all first answers were lost is in use, and has no version yet.
    expect(first_served_at === null).toBe(version === null);
    const first = first_served_at === null ? Infinity : Date.parse(first_served_at);
    expect(first).toBeGreaterThanOrEqual(with_[0]?.at ?? Infinity);
    expect(Date.parse(last_served_at)).toBeGreaterThanOrEqual(answers[0]?.at ?? Infinity);
  }
  for (const { version, seen, of } of [newest, ...earlier]) {
    const arrived = [...served.values()].filter((all) =>
      all.some((each) => each.version >= version),
    );
    expect(seen).toBeLessThanOrEqual(arrived.length);
    expect(seen).toBeLessThanOrEqual(of);
    expect(of).toBeLessThanOrEqual(served.size);
  }
}

/** All that was delivered is told, and of several first answers the earliest. */
function assertWhole({ locations, earlier, ...newest }: Answer, delivered: readonly EdgeReport[]) {
  const told = new Set(
    delivered.filter(({ answers }) => answers.length > 0).map((each) => each.location),
  );
  expect(locations.map(({ location }) => location)).toEqual([...told].sort());
  for (const { location, version, first_served_at } of locations) {
    const firsts = delivered
      .filter((each) => each.location === location)
      .flatMap((each) => each.firsts);
    const newest = firsts.length === 0 ? null : Math.max(...firsts.map((first) => first[1]));
    expect(version).toBe(newest);
    if (first_served_at === null) continue;
    const instants = firsts.filter((first) => first[1] === version).map(([, , at]) => at);
    expect(Date.parse(first_served_at)).toBe(Math.min(...instants));
  }
  for (const { version, seen } of [newest, ...earlier]) {
    const arrived = delivered.filter(({ firsts }) => firsts.some((first) => first[1] >= version));
    expect(seen).toBe(new Set(arrived.map(({ location }) => location)).size);
  }
}

it('has a change noted as committed and published, once', async () => {
  const { ctx } = plane;
  await createFlag({ ctx, input: { key: 'spread' } });
  const call = { flag: 'spread', environment: 'production', expectedRevision: '*' as const };
  await updateFlagState({ ctx, input: { ...call, change: { is_enabled: true } } });
  const before = await ask('production');
  expect(before.published_at).not.toBeNull();
  expect(Date.parse(before.published_at ?? '')).toBeGreaterThanOrEqual(
    Date.parse(before.committed_at),
  );
  await ctx.publish(['production']);
  expect(await ask('production')).toEqual(before);
});

it('publishes where it cannot be noted', async () => {
  await run('alter table published_versions rename to elsewhere');
  const [outcome] = await plane.ctx.publish(['production']);
  await run('alter table elsewhere rename to published_versions');
  expect(outcome).toHaveProperty('version');
});

it('answers for an environment that there is', async () => {
  await expect(ask('nowhere')).rejects.toMatchObject({ code: 'not_found' });
});

it('forgets what is old in one minute of each hour, and never what is served', async () => {
  const environment = await startEnvironment();
  const { database, store } = plane;
  const publish = () => expect.unreachable('nothing is published');
  const forget = (minute: number) =>
    forgetPropagation({
      database,
      store,
      publish,
      now: () => new Date(Date.UTC(2030, 0, 1, 0, minute)),
    });
  await forget(20);
  const isolate = startIsolate(environment, 'FRA');
  isolate.answer(1, Date.now());
  await record(await isolate.report(Date.now()));
  await run(`
    insert into published_versions select '${environment}', version, now(), now() from generate_series(1, 60) version;
    insert into published_versions values ('deleted', 1, now(), now() - interval '31 days');
    insert into edge_locations values ('${environment}', 'OLD', now() - interval '8 days');
    insert into edge_totals values ('${environment}', 'awake_since', 'OLD', 1), ('${environment}', 'answers', 'OLD', 1);
    insert into propagation_receipts values
      ('${environment}', 60, 'OLD', now()), ('${environment}', 5, 'SIN', now()),
      ('${environment}', 10, 'AMS', now()), ('${environment}', 11, 'AMS', now());
    insert into edge_locations values ('${environment}', 'AMS', now()), ('${environment}', 'SIN', now());`);
  expect(await forget(19)).toEqual({});
  expect(await forget(20)).toEqual({ locations: 1, versions: 11, receipts: 2 });
  expect(await forget(20)).toEqual({});
  const left = await rowsOf<{ left: string }>(
    database.current,
    sql`select concat_ws(' ', location, version) as left from propagation_receipts
      where environment_key = ${environment}
      union all select label from edge_totals where environment_key = ${environment} and name <> 'evaluations'
      order by 1`,
  );
  expect(left.map((row) => row.left)).toEqual(['AMS 11', 'FRA', 'FRA 1', 'OLD', 'SIN 5', 'memory']);
});
