import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { AlertList } from '../../src/contract/notifications/alert.ts';
import { printTable } from '../support/print-table.ts';
import { skewClock } from './clock.ts';
import { type FaultName, faults } from './faults.ts';
import {
  type Ask,
  adminSecret,
  breakDatabase,
  consumeQueue,
  healDatabase,
  hub,
  kv,
  query,
  queue,
  runScheduledJob,
  startIsolate,
} from './ground.ts';
import { longestMilliseconds, longestRecoveryMilliseconds, matrix } from './matrix.ts';
import { mutate, pathNames } from './paths.ts';
import { type Cell, type Row, strike } from './strike.ts';

const rows = new Map<FaultName, Row>();

afterAll(() => {
  const body = [...rows].map(([fault, row]) => [
    fault,
    ...pathNames.map((each) => text(row[each])),
  ]);
  printTable(['fault (slowest answer, recovery)', ...pathNames], body);
});

const text = ({ outcome, milliseconds, recoveryMilliseconds }: Cell) =>
  `${outcome} (${seconds(milliseconds)}, ${seconds(recoveryMilliseconds)})`;
const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;

describe.each(Object.keys(faults) as FaultName[])('under "%s"', (fault) => {
  beforeAll(async () => {
    rows.set(fault, await strike(fault));
  });

  it.each(pathNames)('%s answers as the matrix says, in time, and recovers', (path) => {
    const cell = rows.get(fault)?.[path];
    expect(cell?.outcome).toBe(matrix[fault][path]);
    expect(cell?.milliseconds).toBeLessThan(longestMilliseconds(fault, path));
    expect(cell?.recoveryMilliseconds).toBeLessThan(longestRecoveryMilliseconds(fault));
  });
});

describe('a log-in', () => {
  const email = 'ana@example.com';
  const password = 'correct horse battery staple';
  let ask: Ask;

  beforeAll(async () => {
    ask = await startIsolate();
    const body = { email, name: 'Ana', password };
    await ask('POST', '/admin/members/first-admin', { key: adminSecret, body });
  });
  afterAll(async () => {
    kv.heal();
    hub.heal();
    await healDatabase();
  });

  const logIn = () =>
    ask('POST', '/admin/auth/sign-in/email', { key: '', body: { email, password } });

  it('needs neither KV nor hub (security T14)', async () => {
    kv.throws();
    hub.throws();
    const answer = await logIn();
    expect([answer.status, answer.headers.get('Set-Cookie')]).toEqual([
      200,
      expect.stringContaining('SameSite=Strict'),
    ]);
  });

  it('says that the database is away', async () => {
    await breakDatabase({ kind: 'refuse' });
    const answer = await logIn();
    expect([answer.status, await answer.json()]).toMatchObject([
      503,
      { error: { code: 'database_unavailable' } },
    ]);
  });
});

describe('what webhooks are told', () => {
  let ask: Ask;
  let id: string;
  let mark = 50;

  beforeAll(async () => {
    ask = await startIsolate();
    expect((await ask('POST', '/admin/warm')).status).toBe(200);
    const body = { name: 'Receiver', url: inject('webhookReceiverUrl'), events: ['flag_state'] };
    const response = await ask('POST', '/admin/webhooks', { body });
    ({ id } = await response.json<{ id: string }>());
  });
  afterEach(queue.heal);

  /** Newest first. */
  async function deliveries() {
    const response = await ask('GET', `/admin/webhooks/${id}/deliveries`);
    const page = await response.json<{
      deliveries: { status: string; response_status: number }[];
    }>();
    return page.deliveries;
  }

  const elapse = () =>
    query(`update webhook_deliveries set next_attempt_at = now() - interval '1 minute'
      where status = 'pending'`);

  const delivered = { status: 'delivered', response_status: 204, attempts: 1 };

  it('a change reaches a receiver through the queue', async () => {
    expect(await mutate(ask, ++mark)).toBe('200 published');
    expect(await deliveries()).toMatchObject([{ status: 'pending', attempts: 0 }]);
    await consumeQueue();
    expect(await deliveries()).toMatchObject([delivered]);
  });

  it('a change succeeds while the queue throws, and the scheduled job delivers it then', async () => {
    queue.throws();
    expect(await mutate(ask, ++mark)).toBe('200 published');
    await elapse();
    await runScheduledJob();
    expect(await deliveries()).toMatchObject([delivered, delivered]);
  });

  it('what the queue has lost, the scheduled job hands to it again', async () => {
    expect(await mutate(ask, ++mark)).toBe('200 published');
    expect(queue.take()).toHaveLength(1);
    await elapse();
    await runScheduledJob();
    await consumeQueue();
    expect(await deliveries()).toMatchObject([delivered, delivered, delivered]);
    await query('delete from webhooks');
  });
});

describe('what the watchman tells', () => {
  afterEach(healDatabase);

  it('that Postgres refuses is told directly after two looks, listed by secret, and over when it answers', async () => {
    const ask = await startIsolate();
    expect((await ask('POST', '/admin/warm')).status).toBe(200);
    const body = { name: 'Ops', url: inject('webhookReceiverUrl'), events: ['alert'] };
    expect((await ask('POST', '/admin/webhooks', { body })).status).toBe(201);
    const look = async () => {
      skewClock(60_000);
      await runScheduledJob();
      const response = await ask('GET', '/admin/alerts', { key: adminSecret });
      const { open, history } = await response.json<AlertList>();
      return { open: open.map(({ problem }) => problem), newest: history[0] };
    };
    expect((await look()).open).not.toContain('postgres:unreachable');
    await breakDatabase({ kind: 'refuse' });
    expect((await look()).open).not.toContain('postgres:unreachable');
    const told = await look();
    expect(told.open).toContain('postgres:unreachable');
    expect(told.newest).toMatchObject({
      type: 'alert.open',
      deliveries: [{ status: 'delivered', attempts: 1 }],
    });
    await healDatabase();
    const healed = await look();
    expect(healed.open).not.toContain('postgres:unreachable');
    expect(healed.newest?.deliveries).toMatchObject([{ status: 'queued' }]);
    await query('delete from webhooks');
  });
});
