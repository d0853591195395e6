import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../src/contract/notifications/alert.ts';
import type { WebhookEvent } from '../../src/contract/notifications/webhook.ts';
import { resumeFlag } from '../../src/control/flag-states/resume-flag.ts';
import { stopFlag } from '../../src/control/flag-states/stop-flag.ts';
import { updateFlagState } from '../../src/control/flag-states/update-flag-state.ts';
import { archiveFlag } from '../../src/control/flags/archive-flag.ts';
import { restoreFlag } from '../../src/control/flags/restore-flag.ts';
import { updateFlag } from '../../src/control/flags/update-flag.ts';
import { keepWatch } from '../../src/control/scheduled/keep-watch.ts';
import { repairSchema } from '../../src/control/schema/repair-schema.ts';
import { deliverAll } from '../../src/control/webhooks/deliver-all.ts';
import type { Database } from '../../src/db/connect.ts';
import { connect } from '../../src/db/connect.ts';
import { pack } from '../../src/snapshot/format.ts';
import type { WatchmanClient } from '../../src/watchman/watchman-client.ts';
import { memoryWatchman } from '../support/memory-watchman.ts';
import { startWebhookPlane, type WebhookPlane } from '../support/webhook-plane.ts';
import { answering } from '../support/webhook-receiver.ts';

let plane: WebhookPlane;
beforeAll(async () => {
  plane = await startWebhookPlane();
});
afterAll(() => plane.dispose());

let watchman: WatchmanClient;
let clock: number;
let secret: string;
let database: Database;
beforeEach(async () => {
  plane.receiver.answers(answering(204));
  watchman = memoryWatchman();
  clock = Date.now();
  database = plane.database;
  ({ secret } = await plane.create('/alerts', { events: ['alert'] }));
  await look();
  expect(plane.receiver.received).toEqual([]);
});
afterEach(async () => {
  await plane.query('delete from webhooks');
  plane.queued.length = 0;
  plane.receiver.received.length = 0;
});

/** The next minute of the scheduled job, and whatever its queue delivers. */
async function look(minutes = 1) {
  let said = {};
  for (let minute = 0; minute < minutes; minute++) {
    clock += 60_000;
    said = await keepWatch(capabilities());
    await deliverAll(
      { database, webhooks: plane.webhooks, now: () => new Date() },
      plane.queued.splice(0),
    );
  }
  return said;
}

const capabilities = () => ({
  database,
  store: plane.store,
  now: () => new Date(clock),
  publish: async () => undefined,
  webhooks: plane.webhooks,
  watch: { watchman, listBundled: () => [], explainWithheld: async () => undefined },
});

/** What came since it was last asked, verified as a receiver does; that of one look in no order. */
function take(): { type: string; alert: Alert; id: string }[] {
  const events = plane.receiver.received.splice(0).map(({ body, headers }) => ({
    ...(new Webhook(secret).verify(body, headers) as WebhookEvent),
    id: headers['webhook-id'] ?? '',
  }));
  const orderOf = ({ timestamp, data }: WebhookEvent) => `${timestamp} ${data.target}`;
  return events
    .sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1))
    .map(({ type, id, data }) => ({ type, id, alert: data.after as unknown as Alert }));
}

const summaries = () =>
  take().map(({ type, alert: { problem, affected } }) => [type, problem, ...affected]);

/** A server that has no such database any more. */
const away = () => {
  const gone = new URL(plane.databaseUrl);
  gone.pathname = '/gone';
  return connect({ databaseUrl: gone.href, neonProxyUrl: undefined });
};

describe('a table that is killed', () => {
  it('is one alert that says what is affected, and one more when it is repaired', async () => {
    await plane.query('drop table feature_flags cascade');
    expect(await look()).toEqual({ told: ['alert.open tables'] });
    const [opened, ...others] = take();
    expect(others).toEqual([]);
    expect(opened).toMatchObject({
      type: 'alert.open',
      alert: {
        status: 'open',
        severity: 'critical',
        title: 'A table is missing',
        affected: ['feature_flags'],
        what_to_do: expect.stringContaining('npx burgee repair --plan'),
      },
    });
    expect(opened?.alert.features.map(({ key }) => key)).toContain('admin.analytics');
    await look(5);
    expect(summaries()).toEqual([]);
    await repairSchema({ ctx: { ...plane.ctx, published: plane.store }, input: {} });
    await look();
    const [closed, ...rest] = take();
    expect(rest).toEqual([]);
    expect(closed).toMatchObject({
      type: 'alert.close',
      alert: { id: opened?.alert.id, status: 'closed', affected: ['feature_flags'] },
    });
    await look(3);
    expect(summaries()).toEqual([]);
    const { open, history } = await watchman.list(10);
    expect(open).toEqual([]);
    expect(history.map(({ type }) => type)).toEqual(['alert.close', 'alert.open']);
  });

  it('is told of once by three jobs at the same time', async () => {
    await plane.query('drop table segments');
    clock += 60_000;
    await Promise.all(Array.from({ length: 3 }, () => keepWatch(capabilities())));
    await look();
    expect(summaries()).toEqual([['alert.open', 'tables', 'segments']]);
    await plane.query('drop table propagation_receipts');
    await look();
    expect(summaries()).toEqual([['alert.change', 'tables', 'propagation_receipts', 'segments']]);
    await repairSchema({ ctx: { ...plane.ctx, published: plane.store }, input: {} });
    await look();
    expect(summaries()).toEqual([['alert.close', 'tables', 'propagation_receipts', 'segments']]);
  });

  it('is told directly where it is the webhooks’ own, and so is its return', async () => {
    await plane.query('drop table webhooks cascade');
    await look(3);
    expect(summaries()).toEqual([['alert.open', 'tables', 'webhooks']]);
    await repairSchema({ ctx: { ...plane.ctx, published: plane.store }, input: {} });
    await look(2);
    expect(summaries()).toEqual([['alert.close', 'tables', 'webhooks']]);
  });
});

describe('Postgres that refuses', () => {
  it('is told directly after two looks, and what was sent is in the log when it is back', async () => {
    database = away();
    await look();
    expect(summaries()).toEqual([]);
    plane.receiver.answers(answering(500));
    await look();
    const [first] = take();
    expect(first).toMatchObject({
      type: 'alert.open',
      alert: { problem: 'postgres:unreachable', severity: 'critical' },
    });
    plane.receiver.answers(answering(204));
    await look(2);
    const [again, ...others] = take();
    expect(others).toEqual([]);
    expect(again?.id).toBe(first?.id);
    database = plane.database;
    await look();
    expect(summaries()).toEqual([['alert.close', 'postgres:unreachable']]);
    const log = await plane.query<{ id: string; status: string }>(
      'select id, status from webhook_deliveries order by id',
    );
    expect(log).toEqual([
      { id: first?.id, status: 'delivered' },
      { id: expect.any(String), status: 'delivered' },
    ]);
  });
});

describe('a critical flag', () => {
  const flag = 'admin.analytics';
  const [production, any] = ['production', '*'] as const;
  const at = { flag, environment: production, expectedRevision: any };
  const ownIt = () =>
    updateFlag({
      ctx: plane.ctx,
      input: {
        key: flag,
        expectedRevision: any,
        change: { owner: 'ana@example.com', permanent: false },
      },
    });

  it('is told with its owner when it is stopped, off, damaged or missing, and when that is over', async () => {
    await ownIt();
    await look();
    await stopFlag({ ctx: plane.ctx, input: { ...at, stop: { reason: 'a test' } } });
    await look();
    expect(take()).toMatchObject([
      {
        type: 'alert.open',
        alert: {
          problem: 'flags:production:stopped',
          severity: 'critical',
          environment: 'production',
          features: [{ key: flag, owner: 'ana@example.com' }],
        },
      },
    ]);
    await resumeFlag({ ctx: plane.ctx, input: { ...at, resume: { reason: 'a test' } } });
    await look(2);
    expect(summaries()).toEqual([['alert.close', 'flags:production:stopped', flag]]);

    const switchTo = (is_enabled: boolean) =>
      updateFlagState({ ctx: plane.ctx, input: { ...at, change: { is_enabled } } });
    await switchTo(false);
    await look(2);
    await switchTo(true);
    await look();
    expect(summaries()).toEqual([
      ['alert.open', 'flags:production:off', flag],
      ['alert.close', 'flags:production:off', flag],
    ]);

    const key = { key: flag, expectedRevision: any };
    await archiveFlag({ ctx: plane.ctx, input: key });
    await look();
    const missing = take();
    expect(missing.map(({ alert: { problem } }) => problem).sort()).toEqual([
      'flags:development:missing',
      'flags:production:missing',
    ]);
    expect(missing[0]?.alert.details).toEqual([`${flag}: it was archived`]);
    await restoreFlag({ ctx: plane.ctx, input: key });
    await look();
    expect(summaries().map(([type]) => type)).toEqual(['alert.close', 'alert.close']);

    const intact = await plane.published(production);
    const flags = intact.flags.map((each) =>
      each.key === flag ? { ...each, offVariant: 'nothing' } : each,
    );
    await plane.store.put(production, await pack({ ...intact, flags }));
    await look();
    expect(take()).toMatchObject([
      {
        type: 'alert.open',
        alert: { problem: 'flags:production:damaged', features: [{ owner: 'ana@example.com' }] },
      },
    ]);
    await plane.store.put(production, await pack(intact));
    await look();
    expect(summaries()).toEqual([['alert.close', 'flags:production:damaged', flag]]);
  });

  it('is missed when its row is gone, by name and owner, for a day', async () => {
    await plane.query(`delete from feature_flags where key = 'admin.user_management'`);
    await look(2);
    expect(summaries()).toEqual(
      ['development', 'production'].map((environment) => [
        'alert.open',
        `flags:${environment}:missing`,
        'admin.user_management',
      ]),
    );
    clock += 24 * 60 * 60_000;
    await look();
    expect(summaries().map(([type]) => type)).toEqual(['alert.close', 'alert.close']);
  });
});

describe('what is published', () => {
  it('is told when it stays behind for two looks, and when the edge counts fallbacks', async () => {
    await plane.query(
      `update environments set version = version + 1, updated_at = now() - interval '1 hour' where key = 'production'`,
    );
    await look();
    expect(summaries()).toEqual([]);
    const countFallbacks = () =>
      plane.query(`insert into edge_totals
        values ('production', 'answers', 'default', 40), ('production', 'answers', 'kv', 60)
        on conflict (environment_key, name, label) do update set total = edge_totals.total + excluded.total`);
    await countFallbacks();
    await look();
    const [behind, ...none] = take();
    expect(none).toEqual([]);
    await countFallbacks();
    await look();
    const [fallback, ...others] = take();
    expect(others).toEqual([]);
    expect(fallback?.alert).toMatchObject({ problem: 'fallback:counted:production' });
    expect(fallback?.alert.details).toEqual(['40 of 100 answers since the look before.']);
    expect(fallback?.alert.features.map(({ key }) => key)).toContain('admin.advanced_controls');
    expect(behind?.alert).toMatchObject({
      problem: 'snapshot:production',
      affected: ['KV is behind'],
    });
    await plane.ctx.publish(['production']);
    await look(2);
    expect(summaries()).toEqual([['alert.close', 'snapshot:production', 'KV is behind']]);
    await look(5);
    expect(summaries()).toEqual([['alert.close', 'fallback:counted:production']]);
  });
});

describe('the database', () => {
  const heavily = async () => {
    clock += (15 - (new Date(clock).getUTCMinutes() % 10)) * 60_000;
    clock -= 60_000;
    await look();
  };

  it('is told of where statements are slow, by what was added since', async () => {
    await plane.query(`create view pg_stat_statements as
      select 1::bigint as queryid, oid as dbid, 10::bigint as calls, 100000::float8 as total_exec_time,
        'select pg_sleep(10)' as query from pg_database where datname = current_database()`);
    await heavily();
    expect(summaries()).toEqual([['alert.open', 'extras', 'view pg_stat_statements']]);
    await plane.query(`create or replace view pg_stat_statements as
      select 1::bigint as queryid, oid as dbid, 14::bigint as calls, 106000::float8 as total_exec_time,
        'select pg_sleep(10)' as query from pg_database where datname = current_database()`);
    await heavily();
    expect(take()).toMatchObject([
      {
        alert: {
          problem: 'statements',
          severity: 'warning',
          details: ['4 times 1500 ms: select pg_sleep(10)'],
        },
      },
    ]);
    await heavily();
    expect(summaries()).toEqual([['alert.close', 'statements']]);
    await plane.query('drop view pg_stat_statements');
    await look();
    expect(summaries()).toEqual([['alert.close', 'extras', 'view pg_stat_statements']]);
  });

  it('is told of once where its audit log was altered, however old the entry', async () => {
    await look();
    await plane.query(`update audit_logs set actor = 'nobody' where seq = 2`);
    await look();
    expect(summaries()).toEqual([]);
    clock += 24 * 60 * 60_000;
    await look(3);
    expect(take()).toMatchObject([
      {
        type: 'alert.open',
        alert: { problem: 'audit', severity: 'critical', details: [expect.stringContaining('2')] },
      },
    ]);
  });
});
