import { describe, expect, it, vi } from 'vitest';
import { usagePolicy } from '../../src/resource-policy.ts';
import type { EdgeReport } from '../../src/usage/edge-report.ts';
import { UsageRecorder } from '../../src/usage/usage-recorder.ts';
import { sampleFlag, share } from '../engine/sample.ts';
import { sampleEnvironment } from '../support/edge.ts';
import { isolatedEdge } from '../support/isolated-edge.ts';

const hour = 3_600_000;
/** The clock of `isolatedEdge`, which stands at the beginning of an hour. */
const start = 1_800_000_000_000;

const broken = sampleFlag({ key: 'broken', offVariant: 'gone' });
const flags = [
  sampleFlag(),
  sampleFlag({ key: 'half', rollout: share(50_000) }),
  sampleFlag({ key: 'internal', clientVisible: false }),
];

/** An edge, and a queue that is away while `isAway`, or takes what it says it did not take. */
async function startEdge(setup: Parameters<typeof sampleEnvironment>[0] = { flags }) {
  const { snapshot, serverKey, clientKey } = await sampleEnvironment(setup);
  const { environment } = snapshot;
  const queue = { isAway: false, takesAllTheSame: false };
  const reports: EdgeReport[] = [];
  const clock = { now: start };
  const usage = new UsageRecorder({
    now: () => clock.now,
    logError: () => {},
    send: async (report) => {
      if (!queue.isAway || queue.takesAllTheSame) reports.push(structuredClone(report));
      if (queue.isAway) throw new Error('Queue send failed: Service Unavailable');
    },
  });
  const edge = await isolatedEdge(snapshot, { usage });
  const post = (path: string, context: object, headers = {}) =>
    edge.ask(serverKey, `/ofrep/v1/evaluate/flags${path}`, {
      method: 'POST',
      body: JSON.stringify({ context }),
      headers: { 'Content-Type': 'application/json', ...headers },
    });
  /** All that was ever reported, each report once, by its label. */
  const counts = async () => {
    await usage.report('FRA');
    const once = new Map(reports.map((report) => [report.id, report])).values();
    const sums: Record<string, number> = {};
    for (const { evaluations } of once) {
      for (const [at, , flag, variant, reason, organisation, count] of evaluations) {
        const label = [(at - start) / hour, flag, variant, reason, organisation].join(' ');
        sums[label] = (sums[label] ?? 0) + count;
      }
    }
    return sums;
  };
  return { ...edge, clock, usage, queue, reports, post, counts, environment, serverKey, clientKey };
}

describe('an evaluation', () => {
  it('is counted as what it returns, at each endpoint, by organisation and never by user', async () => {
    const { ask, post, counts, serverKey, clientKey, reports } = await startEdge();
    await ask(serverKey, '/features/sample?user_id=ada');
    await ask(serverKey, '/features/sample?user_id=grace&organisation_id=acme');
    await ask(serverKey, '/features/half');
    await ask(clientKey, '/features?organisation_id=acme');
    await post('/sample', { targetingKey: 'ada', organisation_id: 7 });
    await post('', { targetingKey: 'ada' });
    expect(await counts()).toEqual({
      '0 sample on STATIC ': 2,
      '0 sample on STATIC acme': 2,
      '0 sample on STATIC 7': 1,
      '0 half off ERROR ': 1,
      '0 half off ERROR acme': 1,
      '0 half off SPLIT ': 1,
      '0 internal on STATIC ': 1,
    });
    expect(JSON.stringify(reports)).not.toMatch(/ada|grace/);
  });

  it('is not counted where nothing was evaluated: a flag there is not, a bad context, what is known already', async () => {
    const { ask, post, counts, serverKey } = await startEdge();
    await ask(serverKey, '/features/unknown');
    await ask(serverKey, '/features/unknown?default=true');
    await ask(serverKey, '/features/sample?context=%%%');
    await ask('bgs_nobody', '/features/sample');
    const etag = (await ask(serverKey, '/features')).headers.get('ETag') ?? '';
    const before = await counts();
    expect((await ask(serverKey, '/features', { headers: { 'If-None-Match': etag } })).status).toBe(
      304,
    );
    await post('/unknown', {});
    expect(await counts()).toEqual(before);
  });

  it('of a broken flag is counted as an error, whatever default its caller has', async () => {
    const { ask, counts, serverKey } = await startEdge({ flags: [broken] });
    await ask(serverKey, '/features/broken?default=true');
    expect(await counts()).toEqual({ '0 broken  ERROR ': 1 });
  });

  it('belongs to the hour in which it was answered', async () => {
    const { ask, counts, serverKey, clock, state } = await startEdge();
    await ask(serverKey);
    clock.now = state.now = start + hour - 1;
    await ask(serverKey);
    clock.now = state.now = start + hour;
    await ask(serverKey);
    expect(await counts()).toEqual({ '0 sample on STATIC ': 2, '1 sample on STATIC ': 1 });
  });

  it('for an organisation that no row can hold is counted with others', async () => {
    const { ask, post, counts, serverKey } = await startEdge();
    await ask(serverKey, `/features/sample?organisation_id=${'x'.repeat(513)}`);
    await post('/sample', { targetingKey: 'ada', organisation_id: 'a\u0000b' });
    await post('/sample', { targetingKey: 'ada', organisation_id: '\ud800' });
    await post('/sample', { targetingKey: 'ada', organisation_id: { id: 1 } });
    expect(await counts()).toEqual({
      '0 sample on STATIC (other)': 3,
      '0 sample on STATIC ': 1,
    });
  });
});

describe('a report', () => {
  it('says where, from which source, and when each version was first answered with', async () => {
    const { ask, usage, reports, serverKey, environment, state, clock } = await startEdge();
    await ask(serverKey);
    clock.now = state.now += 5;
    await ask(serverKey);
    await usage.report('FRA');
    expect(reports).toMatchObject([
      {
        location: 'FRA',
        madeAt: start + 5,
        answers: [
          [environment, 'kv', 1],
          [environment, 'memory', 1],
        ],
        firsts: [[environment, 1, start]],
        uncounted: 0,
      },
    ]);
    await ask(serverKey);
    await usage.report('FRA');
    expect(reports[1]).toMatchObject({ firsts: [], answers: [[environment, 'memory', 1]] });
    await usage.report('FRA');
    expect(reports).toHaveLength(2);
  });

  it('counts answers as stale that nothing has confirmed for long', async () => {
    const { ask, usage, reports, serverKey, environment, state } = await startEdge();
    await ask(serverKey);
    state.fails = true;
    state.now += 120_000;
    await ask(serverKey);
    await usage.report('FRA');
    expect(reports[0]?.answers).toContainEqual([environment, 'stale', 1]);
  });

  it('that may have arrived is sent again as it was, and counted once with all that came meanwhile', async () => {
    const { ask, usage, reports, queue, counts, serverKey } = await startEdge();
    await ask(serverKey);
    Object.assign(queue, { isAway: true, takesAllTheSame: true });
    await usage.report('FRA');
    await ask(serverKey);
    await usage.report('FRA');
    Object.assign(queue, { isAway: false });
    await usage.report('FRA');
    await ask(serverKey);
    expect(await counts()).toEqual({ '0 sample on STATIC ': 3 });
    expect(new Set(reports.map(({ id }) => id)).size).toBe(2);
    expect(reports).toHaveLength(4);
  });

  it('keeps counting in bounded memory while the queue is away, organisations together in the end', async () => {
    const { ask, usage, queue, reports, serverKey, environment } = await startEdge();
    queue.isAway = true;
    await ask(serverKey);
    const tally = usage.tallyOf({
      held: { snapshot: { environment } },
    } as Parameters<typeof usage.tallyOf>[0]);
    const flag = { key: 'sample' } as Parameters<typeof tally.count>[1];
    const evaluation = { variant: 'on', reason: 'STATIC' } as Parameters<typeof tally.count>[2];
    const asked = usagePolicy.rows + 10_000;
    for (let each = 0; each < asked; each++) {
      tally.count(tally.cellsOf(`made-up-${each}`), flag, evaluation);
      if (each % 10_000 === 0) await usage.report('FRA');
    }
    queue.isAway = false;
    await usage.report('FRA');
    await usage.report('FRA');
    const rows = reports.flatMap(({ evaluations }) => evaluations);
    expect(rows.reduce((sum, row) => sum + row[6], 0)).toBe(asked + 1);
    expect(rows.length).toBeLessThanOrEqual(usagePolicy.rows + 10);
    expect(rows.find((row) => row[5] === '(other)')?.[6]).toBeGreaterThan(5_000);
    const sizes = reports.map((report) => JSON.stringify(report).length);
    expect(Math.max(...sizes)).toBeLessThan(64_000);
  });

  it('keeps no more of long names than of short ones', async () => {
    const { usage, queue, reports, environment } = await startEdge();
    queue.isAway = true;
    const tally = usage.tallyOf({
      held: { snapshot: { environment } },
    } as Parameters<typeof usage.tallyOf>[0]);
    const flag = { key: 'sample' } as Parameters<typeof tally.count>[1];
    const evaluation = { variant: 'on', reason: 'STATIC' } as Parameters<typeof tally.count>[2];
    const asked = (2 * usagePolicy.rowCharacters) / 500;
    for (let each = 0; each < asked; each++) {
      tally.count(tally.cellsOf(`${each}`.padEnd(500)), flag, evaluation);
      if (each % 10_000 === 0) await usage.report('FRA');
    }
    queue.isAway = false;
    await usage.report('FRA');
    await usage.report('FRA');
    const rows = reports.flatMap(({ evaluations }) => evaluations);
    expect(rows.reduce((sum, row) => sum + row[6], 0)).toBe(asked);
    const characters = rows.reduce((sum, row) => sum + row[5].length, 0);
    expect(characters).toBeLessThan(usagePolicy.rowCharacters + 1_000);
    expect(characters).toBeGreaterThan(usagePolicy.rowCharacters / 2);
  });

  it('has room for so many labels and no more, whichever organisations ask for whichever flags', async () => {
    const { usage, environment } = await startEdge();
    const tally = usage.tallyOf({
      held: { snapshot: { environment } },
    } as Parameters<typeof usage.tallyOf>[0]);
    const most = usagePolicy.organisationCells;
    const organisations = Array.from({ length: most / 2 }, (_, each) => `made-up-${each}`);
    for (const key of ['one', 'two', 'three', 'four']) {
      const flag = { key } as Parameters<typeof tally.count>[1];
      const evaluation = { variant: 'on', reason: 'STATIC' } as Parameters<typeof tally.count>[2];
      for (const each of organisations) tally.count(tally.cellsOf(each), flag, evaluation);
    }
    const rows = tally.takeEvaluations(0);
    expect(rows.length).toBeLessThanOrEqual(most + 4);
    expect(rows.reduce((sum, row) => sum + row[6], 0)).toBe(4 * organisations.length);
    for (let each = 0; each < most; each++) tally.cellsOf(`asks-for-nothing-${each}`);
    expect(tally.cellsOf('one')).toBe(tally.cellsOf('other'));
  });
});

describe('whoever is answered', () => {
  it('never waits for a queue that hangs, and the next report is made all the same', async () => {
    vi.useFakeTimers();
    try {
      const { snapshot, serverKey } = await sampleEnvironment();
      const sent: EdgeReport[] = [];
      const clock = { now: start };
      const usage = new UsageRecorder({
        now: () => clock.now,
        logError: () => {},
        send: (report) => {
          sent.push(report);
          return new Promise(() => {});
        },
      });
      const edge = await isolatedEdge(snapshot, { usage });
      expect((await edge.ask(serverKey)).status).toBe(200);
      await vi.advanceTimersByTimeAsync(usagePolicy.firstsMilliseconds);
      expect(sent).toHaveLength(1);
      clock.now = edge.state.now = start + 60_000;
      expect((await edge.ask(serverKey)).status).toBe(200);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(sent.length).toBeGreaterThan(1);
      expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });
});
