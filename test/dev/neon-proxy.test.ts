import { NeonDbError, neon, neonConfig, Pool } from '@neondatabase/serverless';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../dev/neon-proxy/faults.ts';
import { type NeonProxy, startNeonProxy } from '../../dev/neon-proxy/start-neon-proxy.ts';
import type { Postgres } from '../../dev/postgres/start-postgres.ts';
import { startTemporaryPostgres } from '../../dev/postgres/temporary-postgres.ts';

let postgres: Postgres;
let proxy: NeonProxy;
let databaseUrl: string;

beforeAll(async () => {
  postgres = await startTemporaryPostgres();
  databaseUrl = postgres.databaseUrl('postgres');
  proxy = await startNeonProxy({ host: '127.0.0.1', port: postgres.port });
  neonConfig.fetchEndpoint = () => `${proxy.url}/sql`;
  neonConfig.wsProxy = () => `${proxy.url.slice('http://'.length)}/v2`;
  neonConfig.useSecureWebSocket = false;
  neonConfig.pipelineConnect = false;
  await neon(databaseUrl)`create table items (id int primary key, note text)`;
});

afterEach(async () => {
  proxy.faults.clear();
  await neon(databaseUrl)`truncate items`;
});

afterAll(async () => {
  await proxy.stop();
  await postgres.stop();
});

function sqlRequest(body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${proxy.url}/sql`, {
    method: 'POST',
    headers: { 'neon-connection-string': databaseUrl, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function countItems(): Promise<number> {
  const [row] = await neon(databaseUrl)`select count(*)::int as n from items`;
  return row?.n;
}

async function withPool<T>(use: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = new Pool({ connectionString: databaseUrl });
  pool.on('error', () => {});
  try {
    return await use(pool);
  } finally {
    await pool.end();
  }
}

describe('a single query over HTTP', () => {
  const sql = () => neon(databaseUrl);

  it('returns typed rows', async () => {
    const rows = await sql()`select 1 as i, 2::int8 as big, true as b, null as nothing,
      '{"a":[1]}'::jsonb as j, ${['x', 'y"z']}::text[] as list, ${new Date(0)}::timestamptz as t`;
    expect(rows).toEqual([
      {
        i: 1,
        big: '2',
        b: true,
        nothing: null,
        j: { a: [1] },
        list: ['x', 'y"z'],
        t: new Date(0),
      },
    ]);
  });

  it('returns arrays and field descriptions when asked', async () => {
    const result = await neon(databaseUrl, {
      arrayMode: true,
      fullResults: true,
    })`select 1 as a, 2 as a`;
    expect(result).toMatchObject({
      rows: [[1, 2]],
      command: 'SELECT',
      rowCount: 1,
      rowAsArray: true,
    });
    expect(result.fields[0]).toMatchObject({ name: 'a', dataTypeID: 23, format: 'text' });
  });

  it('answers JSON values when raw text is not asked for', async () => {
    const query = "select 1 as i, true as b, 'NaN'::float8 as f, 2::int8 as big, '[1]'::json as j";
    const answer = await sqlRequest({ query });
    const { rows } = (await answer.json()) as { rows: unknown[] };
    expect(rows).toEqual([{ i: 1, b: true, f: 'NaN', big: '2', j: [1] }]);
  });

  it('refuses two statements in one query', async () => {
    await expect(sql().query('select 1; select 2')).rejects.toMatchObject({ code: '42601' });
  });

  it('passes on every field of an error', async () => {
    await sql()`insert into items values (1)`;
    const error = await sql()`insert into items values (1)`.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(NeonDbError);
    expect(error).toMatchObject({
      code: '23505',
      severity: 'ERROR',
      table: 'items',
      schema: 'public',
      constraint: 'items_pkey',
      detail: 'Key (id)=(1) already exists.',
      routine: '_bt_check_unique',
    });
  });

  it('leaves nothing in a session for whoever comes next', async () => {
    await sql()`select set_config('search_path', 'elsewhere', false), pg_advisory_lock(7)`;
    const found = await sql()`select current_setting('search_path') as path,
      (select count(*)::int from pg_locks where locktype = 'advisory') as locks`;
    expect(found).toEqual([{ path: '"$user", public', locks: 0 }]);
  });

  it('is in a session that begins as sessions do since a statement changed that', async () => {
    const timeout = () => sql()`select current_setting('statement_timeout') as timeout`;
    expect(await timeout()).toEqual([{ timeout: '0' }]);
    await sql()`alter database postgres set statement_timeout = '77s'`;
    expect(await timeout()).toEqual([{ timeout: '77s' }]);
    await sql()`alter database postgres reset statement_timeout`;
    expect(await timeout()).toEqual([{ timeout: '0' }]);
  });

  it('cancels the query of a caller who has gone', async () => {
    const abort = AbortSignal.timeout(200);
    const options = { fetchOptions: { signal: abort } };
    await expect(neon(databaseUrl, options)`select pg_sleep(30)`).rejects.toThrow();
    await expect
      .poll(() => sql()`select 1 from pg_stat_activity where query = 'select pg_sleep(30)'`)
      .toEqual([]);
  });
});

describe('a batch over HTTP', () => {
  it('is one transaction', async () => {
    const sql = neon(databaseUrl);
    const results = await sql.transaction([
      sql`insert into items values (1, 'a')`,
      sql`select note from items`,
    ]);
    expect(results).toEqual([[], [{ note: 'a' }]]);
  });

  it('rolls back when one query fails', async () => {
    const sql = neon(databaseUrl);
    const batch = sql.transaction([sql`insert into items values (1)`, sql`select 1 / 0`]);
    await expect(batch).rejects.toMatchObject({ code: '22012' });
    expect(await countItems()).toBe(0);
  });

  it('runs at the isolation level and echoes the options', async () => {
    const answer = await sqlRequest(
      { queries: [{ query: 'show transaction_isolation' }] },
      { 'neon-batch-isolation-level': 'Serializable', 'neon-batch-deferrable': 'true' },
    );
    expect(answer.headers.get('neon-batch-isolation-level')).toBe('Serializable');
    expect(answer.headers.get('neon-batch-deferrable')).toBe('true');
    expect(answer.headers.get('neon-batch-read-only')).toBeNull();
    expect(await answer.json()).toMatchObject({
      results: [{ rows: [{ transaction_isolation: 'serializable' }] }],
    });
  });

  it('refuses a write when read only', async () => {
    const sql = neon(databaseUrl);
    const batch = sql.transaction([sql`insert into items values (1)`], { readOnly: true });
    await expect(batch).rejects.toMatchObject({ code: '25006' });
  });
});

describe('a request that is refused', () => {
  it.each([
    ['no connection string', { 'neon-connection-string': 'nonsense' }, '{"query":"select 1"}'],
    ['an unknown isolation level', { 'neon-batch-isolation-level': 'Loose' }, '{"queries":[]}'],
    ['a body that is not JSON', {}, '{'],
    ['a body without a query', {}, '{"params":[]}'],
  ])('answers 400 for %s', async (_, headers, body) => {
    const answer = await sqlRequest(body, headers as Record<string, string>);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: '', message: expect.any(String) });
  });

  it('answers 400 with the code for a wrong password', async () => {
    const wrong = databaseUrl.replace(/:[^:@]+@/, ':wrong@');
    const answer = await sqlRequest({ query: 'select 1' }, { 'neon-connection-string': wrong });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: '28P01' });
  });

  it('answers 413 and 507 beyond 10 MiB', async () => {
    const tooLong = await sqlRequest({ query: 'select 1', params: ['x'.repeat(10_485_760)] });
    expect(tooLong.status).toBe(413);
    const tooMuch = await sqlRequest({ query: "select repeat('x', 10485760)" });
    expect(tooMuch.status).toBe(507);
  });

  it('answers 500 without a code when Postgres cannot be reached', async () => {
    const lost = await startNeonProxy({ host: '127.0.0.1', port: 1 });
    const answer = await fetch(`${lost.url}/sql`, {
      method: 'POST',
      headers: { 'neon-connection-string': databaseUrl },
      body: '{"query":"select 1"}',
    });
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({ code: '' });
    await lost.stop();
  });

  it('allows any origin', async () => {
    const answer = await fetch(`${proxy.url}/sql`, { method: 'OPTIONS' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('answers 400 at another path', async () => {
    expect((await fetch(`${proxy.url}/other`)).status).toBe(400);
  });
});

describe('a session over a WebSocket', () => {
  it('keeps a transaction open between queries', async () => {
    const note = await withPool(async (pool) => {
      const client = await pool.connect();
      await client.query('begin');
      await client.query('insert into items values ($1, $2)', [1, 'a']);
      expect(await countItems()).toBe(0);
      await client.query('commit');
      client.release();
      return (await pool.query('select note from items')).rows;
    });
    expect(note).toEqual([{ note: 'a' }]);
  });

  it('carries more than one frame in each direction', async () => {
    const text = 'x'.repeat(300_000);
    const { rows } = await withPool((pool) => pool.query('select $1::text as t', [text]));
    expect(rows[0].t).toBe(text);
  });
});

describe('a fault over HTTP', () => {
  const insert = (patienceMilliseconds = 20_000) => {
    const signal = AbortSignal.timeout(patienceMilliseconds);
    const sql = neon(databaseUrl, { fetchOptions: { signal } });
    return sql.transaction([sql`insert into items values (1)`]);
  };
  const once = (fault: Fault) => proxy.faults.add({ times: 1, channel: 'http', ...fault });

  it.each([
    ['hang', { kind: 'hang' }, { message: expect.stringContaining('Error connecting') }],
    ['reset', { kind: 'reset' }, { message: expect.stringContaining('Error connecting') }],
    [
      'answer',
      { kind: 'answer', status: 500, body: { message: 'Control plane request failed' } },
      { message: expect.stringContaining('HTTP status 500') },
    ],
    ['SQLSTATE 57P01', { kind: 'sqlstate', code: '57P01' }, { code: '57P01' }],
    ['SQLSTATE 53300', { kind: 'sqlstate', code: '53300' }, { code: '53300' }],
  ] as const)('%s strikes once and changes nothing', async (_, action, error) => {
    once({ action });
    const patienceMilliseconds = action.kind === 'hang' ? 1_000 : undefined;
    await expect(insert(patienceMilliseconds)).rejects.toMatchObject(error);
    expect(await countItems()).toBe(0);
    await insert();
    expect(await countItems()).toBe(1);
  });

  it('reset before the commit rolls back', async () => {
    once({ action: { kind: 'reset' }, at: 'before_commit' });
    await expect(insert()).rejects.toThrow('Error connecting');
    expect(await countItems()).toBe(0);
  });

  it('reset after the commit keeps what the caller never hears of', async () => {
    once({ action: { kind: 'reset' }, at: 'after_commit' });
    await expect(insert()).rejects.toThrow('Error connecting');
    expect(await countItems()).toBe(1);
  });

  it('delay holds back the answer', async () => {
    once({ action: { kind: 'delay', milliseconds: 150 } });
    const start = performance.now();
    await insert();
    expect(performance.now() - start).toBeGreaterThan(140);
  });

  it('refuse closes the port until it is cleared', async () => {
    proxy.faults.add({ action: { kind: 'refuse' } });
    const cause = () => sqlRequest({ query: 'select 1' }).catch((error: Error) => error.cause);
    await expect.poll(cause).toMatchObject({ code: 'ECONNREFUSED' });
    proxy.faults.clear();
    expect((await sqlRequest({ query: 'select 1' })).status).toBe(200);
  });

  it('is set from another process', async () => {
    const post = (body: unknown) =>
      fetch(proxy.faultsUrl, { method: 'POST', body: JSON.stringify(body) });
    expect((await post({ action: { kind: 'explode' } })).status).toBe(400);
    expect((await post({ action: { kind: 'sqlstate', code: '57P03' } })).status).toBe(200);
    await expect(insert()).rejects.toMatchObject({ code: '57P03' });
    await fetch(proxy.faultsUrl, { method: 'DELETE' });
    await insert();
  });
});

describe('a fault over a WebSocket', () => {
  const once = (fault: Fault) => proxy.faults.add({ times: 1, channel: 'websocket', ...fault });
  const insert = () =>
    withPool(async (pool) => {
      const client = await pool.connect();
      client.on('error', () => {});
      try {
        await client.query('begin');
        await client.query('insert into items values (1)');
        await client.query('commit');
      } finally {
        client.release(true);
      }
    });

  it.each([
    ['reset', { kind: 'reset' }],
    ['answer', { kind: 'answer', status: 503, body: {} }],
    ['SQLSTATE 53300', { kind: 'sqlstate', code: '53300' }],
  ] as const)('%s refuses the session', async (_, action) => {
    once({ action });
    const code = action.kind === 'sqlstate' ? { code: action.code } : {};
    await expect(insert()).rejects.toMatchObject(code);
    await insert();
    expect(await countItems()).toBe(1);
  });

  it('hang leaves the session unanswered', async () => {
    once({ action: { kind: 'hang' } });
    const pool = new Pool({ connectionString: databaseUrl, connectionTimeoutMillis: 200 });
    await expect(pool.query('select 1')).rejects.toThrow();
  });

  it.each([
    ['reset before the commit rolls back', 'before_commit', 0],
    ['reset after the commit keeps the change', 'after_commit', 1],
  ] as const)('%s', async (_, at, expected) => {
    once({ action: { kind: 'reset' }, at });
    await expect(insert()).rejects.toThrow();
    expect(await countItems()).toBe(expected);
  });

  it('SQLSTATE 57P01 before the commit ends the session with that code', async () => {
    once({ action: { kind: 'sqlstate', code: '57P01' }, at: 'before_commit' });
    await expect(insert()).rejects.toMatchObject({ code: '57P01' });
    expect(await countItems()).toBe(0);
  });
});
