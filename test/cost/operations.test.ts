import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { Client, neonConfig } from '@neondatabase/serverless';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Hub } from '../../src/hub/hub.ts';
import { hubName } from '../../src/hub/hub-name.ts';
import { skewClock } from '../faults/clock.ts';
import { createServerKey } from '../faults/create-server-key.ts';
import { type Ask, hub, kv, runScheduledJob, startIsolate } from '../faults/ground.ts';
import { evaluate } from '../faults/paths.ts';
import { printTable } from '../support/print-table.ts';

/** What docs/cost.md is calculated from: operations for a thousand evaluations, of one Worker or more. */
const evaluations = 1_000;

const queries = { count: 0 };
const rows: string[][] = [];
let key: string;

beforeAll(async () => {
  const { query } = Client.prototype;
  vi.spyOn(Client.prototype, 'query').mockImplementation(function (
    this: Client,
    ...given: never[]
  ) {
    queries.count += 1;
    return query.apply(this, given as never);
  } as typeof query);
  neonConfig.fetchFunction = (...given: Parameters<typeof fetch>) => {
    queries.count += 1;
    return fetch(...given);
  };
  key = await createServerKey(await startIsolate());
});
beforeEach(forgetCounts);

function forgetCounts() {
  Object.assign(kv.counts, { reads: 0, writes: 0, refused: 0 });
  Object.assign(hub.counts, { requests: 0, keyUses: 0 });
  queries.count = 0;
}

const heads = [
  '1,000 evaluations, or changes',
  'KV reads',
  'KV writes',
  'hub requests',
  'SQL queries',
];
afterAll(() => printTable(heads, rows));

interface Load {
  readonly isolates: number;
  /** Of each isolate. */
  readonly perSecond: number;
}

async function run(title: string, { isolates, perSecond }: Load) {
  const asks: Ask[] = [];
  for (let started = 0; started < isolates; started++) asks.push(await startIsolate());
  const startedAt = Date.now();
  for (let asked = 0; asked < evaluations / isolates; asked++) {
    for (const ask of asks)
      expect(await evaluate(ask, { key, newest: 0 })).toMatch(/^200 (kv|hub|postgres|memory)/);
    skewClock(1_000 / perSecond);
  }
  const { reads, writes } = kv.counts;
  const { requests, keyUses } = hub.counts;
  rows.push([title, ...[reads, writes, requests, queries.count].map(String)]);
  expect(keyUses).toBeGreaterThanOrEqual(isolates);
  expect(keyUses).toBeLessThanOrEqual(isolates * (2 + evaluations / isolates / perSecond / 3_600));
  /** By the isolates' clock, which a busy machine adds to. */
  const seconds = (Date.now() - startedAt) / 1_000;
  return { reads, writes, hub: requests, queries: queries.count, seconds };
}

it('a busy isolate reads KV every two seconds, and never asks the hub or Postgres', async () => {
  const { reads, seconds, ...others } = await run('1 isolate, 100 a second', {
    isolates: 1,
    perSecond: 100,
  });
  expect(reads).toBeLessThanOrEqual(1 + Math.ceil(seconds / 2));
  expect(others).toEqual({ writes: 0, hub: 0, queries: 0 });
});

it('an idle one reads KV once for each evaluation at the most', async () => {
  const {
    reads,
    seconds: _,
    ...others
  } = await run('1 isolate, 1 in 10 seconds', {
    isolates: 1,
    perSecond: 0.1,
  });
  expect(reads).toBeLessThanOrEqual(evaluations);
  expect(others).toEqual({ writes: 0, hub: 0, queries: 0 });
});

it('every cold isolate costs one read more', async () => {
  const {
    reads,
    seconds: _,
    ...others
  } = await run('20 cold isolates, 10 a second', {
    isolates: 20,
    perSecond: 10,
  });
  expect(reads).toBeLessThanOrEqual(20 * (1 + 3));
  expect(others).toEqual({ writes: 0, hub: 0, queries: 0 });
});

it('without KV, the hub is asked once an isolate and ten seconds', async () => {
  kv.throws();
  const { hub: asked, queries: sql } = await run('10 cold isolates, 10 a second, no KV', {
    isolates: 10,
    perSecond: 10,
  });
  kv.heal();
  expect(asked).toBeGreaterThanOrEqual(10);
  expect(asked).toBeLessThanOrEqual(10 * 3);
  expect(sql).toBe(0);
});

it('without KV and hub, Postgres is asked for one snapshot an isolate and half minute', async () => {
  kv.throws();
  hub.throws();
  const { queries: asked } = await run('the same, no hub either', {
    isolates: 10,
    perSecond: 10,
  });
  kv.heal();
  hub.heal();
  const queriesOfASnapshot = 10;
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThanOrEqual(10 * queriesOfASnapshot);
});

it('twenty changes at once, of two isolates, cost a few writes and are all there', async () => {
  const asks = [await startIsolate(), await startIsolate()];
  kv.limitsWrites();
  const startedAt = Date.now();
  const path = '/admin/flags/admin.analytics/environments/production';
  const changes = Array.from({ length: 20 }, async (_, index) => {
    const body = { salt: `bulk-${index}` };
    const response = await asks[index % 2]?.('PATCH', path, { body });
    return Number(/^production@(\d+)$/.exec(response?.headers.get('x-flags-published') ?? '')?.[1]);
  });
  const told = await Promise.all(changes);
  kv.heal();
  const { reads, writes, refused } = kv.counts;
  const { requests } = hub.counts;
  rows.push([
    '20 changes at once, 2 isolates',
    ...[reads, writes, requests, queries.count].map(String),
  ]);
  expect(told).not.toContain(Number.NaN);
  // Each isolate publishes once a second, however many changes there are; the hub is told of what is written.
  const seconds = (Date.now() - startedAt) / 1_000;
  expect(writes - refused).toBeLessThanOrEqual(2 * (1 + Math.ceil(seconds)));
  expect(requests).toBeLessThanOrEqual(2 * writes);
  expect(queries.count).toBeLessThanOrEqual(40 * changes.length);
  const { environments } = (await (
    await asks[0]?.('GET', '/admin/environments')
  )?.json<{
    environments: { key: string; version: number }[];
  }>()) ?? { environments: [] };
  const newest = environments.find((each) => each.key === 'production')?.version;
  const stored = await env.SNAPSHOTS.getWithMetadata<{ version: number }>('snapshot:production');
  expect([stored.metadata?.version, Math.max(...told)]).toEqual([newest, newest]);
});

it('a minute in which all is well costs a query of each part, three of the watchman, and three reads of each snapshot', async () => {
  // In some minutes of an hour there is more to do.
  skewClock(((70 - new Date().getUTCMinutes()) % 60) * 60_000);
  // The first look verifies what the audit log has so far.
  await runScheduledJob();
  forgetCounts();
  await runScheduledJob();
  const { reads, writes } = kv.counts;
  const { requests } = hub.counts;
  rows.push(['the scheduled job', ...[reads, writes, requests, queries.count].map(String)]);
  expect({ reads, writes, requests, queries: queries.count }).toEqual({
    reads: 6,
    writes: 0,
    requests: 4,
    queries: 8,
  });
});

it('a minute in which a shard has lost its events costs no more, and its streams are told', async () => {
  const shard = env.HUB.getByName(hubName('production', 1));
  const newest = () =>
    runInDurableObject(shard, (_: Hub, { storage: { sql } }) => [
      ...sql.exec('select max(version) as version from events'),
    ]);
  const before = await newest();
  expect(before).toEqual([{ version: expect.any(Number) }]);
  await runInDurableObject(shard, (_: Hub, { storage: { sql } }) => {
    sql.exec('delete from events');
  });
  await runScheduledJob();
  expect(await newest()).toEqual(before);
  expect(hub.counts.requests).toBe(4);
});
