import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { FaultAction } from '../../dev/neon-proxy/faults.ts';
import { type NeonProxy, startNeonProxy } from '../../dev/neon-proxy/start-neon-proxy.ts';
import { connect, type Database } from '../../src/db/connect.ts';
import { retryFor } from '../../src/db/retry.ts';
import { rowsOf } from '../../src/db/rows.ts';
import { retryPolicy } from '../../src/resource-policy.ts';
import { type FreshDatabase, freshDatabase } from '../support/fresh-postgres-database.ts';

let proxy: NeonProxy;
let primary: FreshDatabase;
let replica: FreshDatabase;

beforeAll(async () => {
  const { hostname, port } = new URL(inject('adminDatabaseUrl'));
  proxy = await startNeonProxy({ host: hostname, port: Number(port) });
  [primary, replica] = [await freshDatabase(), await freshDatabase()];
});
afterEach(() => proxy.faults.clear());
afterAll(async () => {
  await proxy.stop();
  await primary.dispose();
  await replica.dispose();
});

const connectTo = (databaseReadUrl?: string) =>
  connect({ databaseUrl: primary.databaseUrl, databaseReadUrl, neonProxyUrl: proxy.url });
const nameOf = (url: string) => new URL(url).pathname.slice(1);

async function answererOf(queryable: Database['reads']) {
  const [row] = await rowsOf<{ name: string }>(queryable, sql`select current_database() as name`);
  return row?.name;
}

const passing: FaultAction[] = [
  { kind: 'reset' },
  { kind: 'answer', status: 500, body: { message: 'Control plane request failed', code: '' } },
  { kind: 'sqlstate', code: '57P01' },
  { kind: 'sqlstate', code: '08006' },
  { kind: 'sqlstate', code: '53300' },
  { kind: 'sqlstate', code: '40001' },
];

describe('a read over HTTP', () => {
  it.each(passing)('is asked again where that may help: %j', async (action) => {
    proxy.faults.add({ action, times: 2 });
    expect(await answererOf(connectTo().current)).toBe(nameOf(primary.databaseUrl));
  });

  it('is given up after the third time', async () => {
    proxy.faults.add({ action: { kind: 'reset' }, times: 3 });
    await expect(answererOf(connectTo().current)).rejects.toThrow();
    expect(proxy.faults.list()).toEqual([]);
  });

  it.each(['42P01', '42703', '22P02', '23505', '42601', '25006'])(
    'is not asked again after %s',
    async (code) => {
      proxy.faults.add({ action: { kind: 'sqlstate', code }, times: 1 });
      await expect(answererOf(connectTo().current)).rejects.toThrow();
    },
  );

  it('is not asked again where it was too large', () => {
    const error = new Error('Server error (HTTP status 507): response is too large');
    expect(retryFor(error)).toBeUndefined();
    expect(retryFor(new Error('Server error (HTTP status 500): x'))).toBe(retryPolicy.unanswered);
  });
});

it('a transaction is not tried again', async () => {
  proxy.faults.add({ action: { kind: 'reset' }, channel: 'websocket', times: 1 });
  await expect(connectTo().transaction((tx) => answererOf(tx))).rejects.toThrow();
  expect(proxy.faults.list()).toEqual([]);
});

describe('a replica', () => {
  it('answers what may lag, and nothing else', async () => {
    const { reads, current, transaction } = connectTo(replica.databaseUrl);
    expect(await answererOf(reads)).toBe(nameOf(replica.databaseUrl));
    expect(await answererOf(current)).toBe(nameOf(primary.databaseUrl));
    const readOnly = { accessMode: 'read only' } as const;
    expect(await transaction(answererOf, readOnly)).toBe(nameOf(primary.databaseUrl));
    expect(await transaction(answererOf, { ...readOnly, mayLag: true })).toBe(
      nameOf(replica.databaseUrl),
    );
  });

  it('is not asked for what this isolate has just written', async () => {
    const { reads, transaction } = connectTo(replica.databaseUrl);
    await transaction(answererOf);
    expect(await answererOf(reads)).toBe(nameOf(primary.databaseUrl));
  });

  it('that does not answer leaves it to the primary', async () => {
    const gone = new URL(primary.databaseUrl);
    gone.pathname = '/not_there';
    for (const mayLag of [true, false]) {
      const { reads, transaction } = connectTo(gone.href);
      const config = { accessMode: 'read only', mayLag } as const;
      expect(await transaction(answererOf, config)).toBe(nameOf(primary.databaseUrl));
      expect(await answererOf(reads)).toBe(nameOf(primary.databaseUrl));
    }
  });

  it('that lags behind a migration does so too', async () => {
    const { reads } = connectTo(replica.databaseUrl);
    await connect({ ...replica, neonProxyUrl: proxy.url }).transaction((tx) =>
      tx.execute(sql`drop table segments`),
    );
    const count = await rowsOf<{ n: number }>(reads, sql`select count(*)::int as n from segments`);
    expect(count).toEqual([{ n: 0 }]);
  });
});
