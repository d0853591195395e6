import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { ageUsage } from '../../src/control/scheduled/age-usage.ts';
import { listStaleFlags } from '../../src/control/staleness/list-stale-flags.ts';
import { countReports } from '../../src/control/usage/count-reports.ts';
import { exportUsage } from '../../src/control/usage/export-usage.ts';
import { getUsage } from '../../src/control/usage/get-usage.ts';
import { readReport } from '../../src/control/usage/read-report.ts';
import { recordReports } from '../../src/control/usage/record-reports.ts';
import { evaluatorFor } from '../../src/engine/evaluate.ts';
import { hold } from '../../src/snapshot/held.ts';
import type { EdgeReport, EvaluationCount } from '../../src/usage/edge-report.ts';
import { organisationOf } from '../../src/usage/organisation-of.ts';
import { UsageRecorder } from '../../src/usage/usage-recorder.ts';
import { withClient } from '../chaos/with-client.ts';
import { sampleFlag, share } from '../engine/sample.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

const hourMilliseconds = 3_600_000;
const dayMilliseconds = 24 * hourMilliseconds;

let plane: TestControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.dispose());
beforeEach(() =>
  query(
    'truncate feature_flag_usage, feature_flag_usage_daily, edge_reports, edge_totals, usage_organisations',
  ),
);

const query = <Row extends object = object>(text: string): Promise<Row[]> =>
  withClient(plane.databaseUrl, async (client) => (await client.query(text)).rows);

const now = () => Date.now() - (Date.now() % hourMilliseconds);

const report = (changes: Partial<EdgeReport>): EdgeReport => ({
  id: crypto.randomUUID(),
  madeAt: now(),
  location: 'FRA',
  evaluations: [],
  answers: [],
  firsts: [],
  uncounted: 0,
  ...changes,
});

const evaluation = (
  changes: Partial<Record<'flag' | 'variant' | 'organisation' | 'environment', string>> = {},
  { at = now(), count = 1 } = {},
): EvaluationCount => [
  at,
  changes.environment ?? 'production',
  changes.flag ?? 'checkout',
  changes.variant ?? 'on',
  'STATIC',
  changes.organisation ?? '',
  count,
];

const record = (...reports: readonly EdgeReport[]) => recordReports(plane.database, reports);

/** As rows that were counted long ago. */
const store = (...evaluations: readonly EvaluationCount[]) =>
  withClient(plane.databaseUrl, async (client) => {
    for (const [at, ...rest] of evaluations)
      await client.query(
        'insert into feature_flag_usage (hour, environment_key, flag_key, variant, reason, organisation_id, evaluations) values ($1, $2, $3, $4, $5, $6, $7)',
        [new Date(at), ...rest],
      );
  });

const sums = () =>
  query<{ label: string; evaluations: string }>(`
    select concat_ws(' ', environment_key, flag_key, variant, organisation_id) as label, evaluations
    from feature_flag_usage order by 1`);

describe('a report', () => {
  it('is counted once, however often and beside whichever others it is delivered', async () => {
    const [one, other] = [
      report({ evaluations: [evaluation({}, { count: 3 })] }),
      report({ evaluations: [evaluation({}, { count: 4 })] }),
    ];
    const counted = await Promise.all([
      record(one, other),
      record(other, one),
      record(one),
      record(other, other),
    ]);
    expect(counted.reduce((sum, count) => sum + count)).toBe(2);
    expect(await sums()).toEqual([{ label: 'production checkout on ', evaluations: '7' }]);
  });

  it('adds nothing of an environment that there is not, and the rest all the same', async () => {
    await record(
      report({
        evaluations: [evaluation({ environment: 'gone' }), evaluation()],
        answers: [['gone', 'kv', 1]],
      }),
    );
    expect(await sums()).toHaveLength(1);
    const totals = "select name from edge_totals where name in ('answers', 'evaluations')";
    expect(await query(totals)).toEqual([{ name: 'evaluations' }]);
  });

  it('raises totals by source and by reason, and tells of evaluations that found no room', async () => {
    const evaluations = [evaluation({}, { count: 2 }), evaluation({ organisation: 'acme' })];
    const answers: EdgeReport['answers'] = [
      ['production', 'memory', 5],
      ['production', 'stale', 1],
    ];
    await record(report({ evaluations, answers, uncounted: 9 }));
    await record(report({ evaluations, answers }));
    const totals = await query<{ name: string; label: string; total: string }>(
      `select name, label, total from edge_totals
       where name in ('answers', 'evaluations', 'uncounted') order by name, label`,
    );
    expect(totals.map(({ name, label, total }) => `${name} ${label} ${total}`)).toEqual([
      'answers memory 10',
      'answers stale 2',
      'evaluations STATIC 6',
      'uncounted  9',
    ]);
  });

  it('is counted for the present where its hour is in the future, or longer ago than a queue keeps anything', async () => {
    const soon = now() + hourMilliseconds;
    const late = now() - 13 * dayMilliseconds;
    const instants = [soon + hourMilliseconds, 8.64e15, 0, now() - 20 * dayMilliseconds, late + 1];
    await record(report({ evaluations: instants.map((at) => evaluation({}, { at })) }));
    const rows = await query<{ hour: Date; evaluations: string }>(
      'select hour, evaluations from feature_flag_usage order by hour',
    );
    const present = rows[1]?.hour.getTime() ?? 0;
    expect(rows).toEqual([
      { hour: new Date(late), evaluations: '1' },
      { hour: new Date(present), evaluations: '4' },
    ]);
    expect([now(), now() - hourMilliseconds]).toContain(present);
  });

  it.each([
    ['no object', 'hello'],
    ['a text that Postgres cannot keep', { ...report({}), location: 'a\0b' }],
    ['a negative count', report({ evaluations: [evaluation({}, { count: -1 })] })],
    ['an hour beyond time', report({ evaluations: [evaluation({}, { at: 9e15 })] })],
  ])('that is %s is refused', (_, message) => {
    expect(() => readReport(message)).toThrow();
  });

  it('counts organisations together that are beyond those that an environment has room for', async () => {
    await query(`insert into usage_organisations (environment_key, organisation_id, last_seen_at)
      select 'production', 'old-' || n, now() from generate_series(1, 9999) n`);
    const organisations = ['old-7', 'new-1', 'new-2', 'new-3', ''];
    await record(
      report({ evaluations: organisations.map((organisation) => evaluation({ organisation })) }),
      report({ evaluations: [evaluation({ environment: 'development', organisation: 'new-3' })] }),
    );
    expect((await sums()).map(({ label, evaluations }) => `${label} ${evaluations}`)).toEqual([
      'development checkout on new-3 1',
      'production checkout on  1',
      'production checkout on (other) 2',
      'production checkout on new-1 1',
      'production checkout on old-7 1',
    ]);
  });
});

describe('a message', () => {
  const constraint = "constraint sound check (flag_key <> 'poison')";
  beforeAll(() => query(`alter table feature_flag_usage add ${constraint}`));
  afterAll(() => query('alter table feature_flag_usage drop constraint sound'));

  /** As the queue hands them out, for the third time. Says for how long each is put off. */
  async function consume(bodies: readonly unknown[], database = plane.database) {
    const delays = bodies.map(() => 0);
    const messages = bodies.map((body, index) => ({
      body,
      attempts: 3,
      retry: ({ delaySeconds = 0 } = {}) => {
        delays[index] = delaySeconds;
      },
    }));
    await countReports({ database, logError: () => {} }, messages as unknown as Message<unknown>[]);
    return delays;
  }
  const good = () => report({ evaluations: [evaluation()] });

  it('that Postgres does not take comes again by itself, and keeps no other from being counted', async () => {
    const poison = report({ evaluations: [evaluation({ flag: 'poison' })] });
    const [first, put, second, dropped] = await consume([good(), poison, good(), 'no report']);
    expect([first, second, dropped]).toEqual([0, 0, 0]);
    expect(put).toBeGreaterThanOrEqual(60);
    expect(put).toBeLessThanOrEqual(120);
    expect(await sums()).toEqual([{ label: 'production checkout on ', evaluations: '2' }]);
  });

  it('comes again with all others where Postgres is away, which is asked once', async () => {
    let asked = 0;
    const transaction = async () => {
      asked += 1;
      throw new Error('Connection terminated unexpectedly');
    };
    const delays = await consume([good(), good()], { ...plane.database, transaction });
    expect(Math.min(...delays)).toBeGreaterThan(0);
    expect(asked).toBe(1);
  });

  it('counts organisations together in an hour that has enough rows of them, the least evaluated first', async () => {
    const hour = new Date(now()).toISOString();
    await query(`insert into feature_flag_usage
      select '${hour}', 'production', 'checkout', 'on', 'STATIC', 'old-' || n, 1 from generate_series(1, 49999) n`);
    const own = (organisation: string, count: number) => evaluation({ organisation }, { count });
    await record(
      report({ evaluations: [own('few', 1), own('many', 9), own('some', 5), own('', 3)] }),
    );
    const rows = await query<{ organisation: string; evaluations: string }>(
      `select organisation_id as organisation, evaluations from feature_flag_usage
       where organisation_id not like 'old-%' order by 1`,
    );
    expect(rows.map(({ organisation, evaluations }) => `${organisation} ${evaluations}`)).toEqual([
      ' 3',
      '(other) 6',
      'many 9',
    ]);
  });
});

/** What can befall a message between two isolates and their consumer, drawn for each. */
interface Fate {
  readonly sendFails: boolean;
  readonly arrivesAllTheSame: boolean;
  readonly crashes: 'not' | 'before the commit' | 'after the commit';
  readonly again: boolean;
}

const fate: fc.Arbitrary<Fate> = fc.record({
  sendFails: fc.boolean(),
  arrivesAllTheSame: fc.boolean(),
  crashes: fc.constantFrom('not', 'before the commit', 'after the commit'),
  again: fc.boolean(),
});

const allIsWell: Fate = {
  sendFails: false,
  arrivesAllTheSame: true,
  crashes: 'not',
  again: false,
};

/** A queue and its consumer, to whom happens what was drawn; then all is well. */
function fatefulQueue(fates: readonly Fate[]) {
  let left = [...fates];
  const nextFate = () => left.shift() ?? allIsWell;
  const inQueue: EdgeReport[] = [];
  return {
    calm() {
      left = [];
    },
    async send(report: EdgeReport) {
      const { sendFails, arrivesAllTheSame } = nextFate();
      if (!sendFails || arrivesAllTheSame) inQueue.push(structuredClone(report));
      if (sendFails) throw new Error('the queue is away');
    },
    async consume() {
      const batch = inQueue.splice(0).reverse();
      const { crashes, again } = nextFate();
      const transaction: typeof plane.database.transaction = (work) =>
        plane.database.transaction(async (tx) => {
          const result = await work(tx);
          if (crashes === 'before the commit') throw new Error('the consumer is gone');
          return result;
        });
      const ended = await recordReports({ transaction }, batch.map(readReport)).catch(
        () => 'failed',
      );
      if (ended === 'failed' || crashes === 'after the commit' || again) inQueue.push(...batch);
    },
  };
}

const askedFlags = [
  sampleFlag(),
  sampleFlag({ key: 'half', rollout: share(50_000) }),
  sampleFlag({ key: 'off', on: false }),
];

/** Counts so many evaluations, of contexts that are numbered from there. Returns the label of each. */
function evaluate(usage: UsageRecorder, { from, count }: { from: number; count: number }) {
  const held = hold({
    snapshot: {
      format: 1,
      environment: 'production',
      version: 1,
      flags: askedFlags,
      segments: [],
      keys: [],
    },
    checksum: '',
    origin: 'kv',
    now: Date.now(),
  });
  usage.answered({ held, source: 'memory' }, Date.now());
  const tally = usage.tallyOf({ held });
  const flags = [...held.snapshot.flags.values()];
  return Array.from({ length: count }, (_, index) => {
    const number = from + Math.floor(index / flags.length);
    const organisation_id = number % 3 === 0 ? undefined : `o${number % 7}`;
    const context = { user_id: `u${number}`, ...(organisation_id && { organisation_id }) };
    const organisation = organisationOf(context);
    const flag = flags[index % flags.length] as (typeof flags)[number];
    const answer = evaluatorFor(context, 0)(flag);
    tally.count(tally.cellsOf(organisation), flag, answer);
    return `production ${flag.key} ${answer.variant} ${organisation}`;
  });
}

it('counts a million evaluations exactly, whatever is redelivered, delayed, or lost by a consumer that crashes', async () => {
  const [runs, rounds] = [8, 25];
  const count = 1_000_000 / runs / rounds;
  const fates = fc.array(fate, { minLength: 60, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(fates, fc.nat(), async (drawn, seed) => {
      await query('truncate feature_flag_usage, edge_reports');
      const queue = fatefulQueue(drawn);
      const usage = new UsageRecorder({ now: Date.now, logError: () => {}, send: queue.send });
      const expected: Record<string, number> = {};
      for (let round = 0; round < rounds; round++) {
        for (const label of evaluate(usage, { from: seed + round * count, count })) {
          expected[label] = (expected[label] ?? 0) + 1;
        }
        await usage.report('FRA');
        await queue.consume();
      }
      queue.calm();
      for (let turn = 0; turn < 2; turn++) {
        await usage.report('FRA');
        await queue.consume();
      }
      const counted = (await sums()).map((row) => [row.label, Number(row.evaluations)] as const);
      expect(Object.fromEntries(counted)).toEqual(expected);
      expect(counted.reduce((sum, [, each]) => sum + each, 0)).toBe(1_000_000 / runs);
    }),
    { numRuns: runs, endOnFailure: true },
  );
}, 180_000);

describe('usage', () => {
  const ask = (input: Parameters<typeof getUsage>[0]['input'] = {}) =>
    getUsage({ ctx: plane.ctx, input });

  it('is told over time and by group, the most first, with the flags that nobody asked for', async () => {
    const yesterday = now() - dayMilliseconds;
    await record(
      report({
        evaluations: [
          evaluation({ flag: 'checkout' }, { count: 5 }),
          evaluation({ flag: 'checkout', variant: 'off' }, { count: 2, at: yesterday }),
          evaluation({ flag: 'search', organisation: 'acme' }, { count: 9 }),
          evaluation({ flag: 'search', environment: 'development' }, { count: 1 }),
        ],
      }),
    );
    expect(await ask({ interval: 'hour' })).toMatchObject({
      evaluations: 17,
      groups: [{ evaluations: 17, points: [{ evaluations: 2 }, { evaluations: 15 }] }],
    });
    const byFlag = await ask({
      group_by: 'flag',
      environment: 'production',
      limit: 1,
      interval: 'day',
    });
    expect(byFlag.groups).toMatchObject([
      { key: 'search', evaluations: 9, points: [{ evaluations: 9 }] },
      { key: 'checkout', evaluations: 7 },
    ]);
    expect(byFlag.groups[1]).not.toHaveProperty('points');
    expect(byFlag.silent_flags?.length).toBeGreaterThan(0);
    expect((await ask({ group_by: 'organisation', flag: 'search' })).groups).toMatchObject([
      { key: 'acme', evaluations: 9 },
      { key: '', evaluations: 1 },
    ]);
    expect((await ask({ organisation: '' })).evaluations).toBe(8);
    expect((await ask({ from: new Date(now() - 1).toISOString() })).evaluations).toBe(15);
  });

  it('is told in full where there are more groups than are told', async () => {
    await query(`insert into feature_flag_usage
      select date_trunc('hour', now()), 'production', 'checkout', 'on', 'STATIC', 'o' || n, 2 from generate_series(1, 2500) n`);
    const { evaluations, groups, is_truncated } = await ask({ group_by: 'organisation' });
    expect({ evaluations, is_truncated }).toEqual({ evaluations: 5_000, is_truncated: true });
    expect(groups).toHaveLength(2_000);
  });

  it('is refused for a time that ends before it begins', async () => {
    const at = new Date().toISOString();
    await expect(ask({ from: at, to: at })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('can be had as CSV, with nothing that a spreadsheet would run', async () => {
    await store(evaluation({ organisation: '=1+1' }, { at: 0 }));
    const lines = await exportUsage({ ctx: plane.ctx, input: { from: '1970-01-01T00:00:00Z' } });
    let text = '';
    for await (const line of lines) text += line;
    expect(text).toBe(
      'at,environment,flag,variant,reason,organisation,evaluations\r\n1970-01-01T00:00:00.000Z,production,checkout,on,STATIC,"\'=1+1",1\r\n',
    );
  });
});

describe('hours that are old', () => {
  const run = () =>
    ageUsage({
      database: plane.database,
      now: () => new Date('2026-01-01T00:15:00Z'),
    } as Parameters<typeof ageUsage>[0]);
  const old = now() - 40 * dayMilliseconds;
  const day = old - (old % dayMilliseconds);

  it('become days, and what comes late is added, by two at once as well', async () => {
    const hours = Array.from({ length: 24 }, (_, each) =>
      evaluation({}, { at: day + each * hourMilliseconds, count: 2 }),
    );
    await store(...hours, evaluation({}, { count: 5 }));
    await Promise.all([run(), run()]);
    await store(evaluation({}, { at: day, count: 3 }));
    await run();
    expect(await sums()).toEqual([{ label: 'production checkout on ', evaluations: '5' }]);
    const from = new Date(day).toISOString();
    const usage = await getUsage({ ctx: plane.ctx, input: { from } });
    expect(usage.groups[0]?.points).toMatchObject([
      { at: from, evaluations: 51 },
      { evaluations: 5 },
    ]);
    expect(await query('select * from feature_flag_usage_daily')).toHaveLength(1);
  });

  it('still tell when a flag was last asked for', async () => {
    await createFlag({ ctx: plane.ctx, input: { key: 'checkout' } });
    await query("update feature_flags set created_at = now() - interval '60 days'");
    await store(evaluation({}, { at: day }));
    await run();
    const stale = await listStaleFlags({ ctx: plane.ctx, input: undefined });
    const [flag] = stale.filter((each) => each.flag === 'checkout');
    expect(flag?.last_evaluated_at).toBe(new Date(day + dayMilliseconds).toISOString());
  });

  it('are forgotten in the end, as are reports and organisations', async () => {
    await query(`insert into feature_flag_usage_daily values (current_date - 500, 'production', 'x', 'on', 'STATIC', '', 1);
      insert into edge_reports values ('old', now() - interval '16 days'), ('young', now() - interval '13 days');
      insert into usage_organisations values ('production', 'acme', now() - interval '91 days')`);
    expect(await run()).toMatchObject({ forgotten: 3 });
    expect(await query('select id from edge_reports')).toEqual([{ id: 'young' }]);
  });
});
