import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditAnchor } from '../../src/contract/access/audit.ts';
import { appendAudit } from '../../src/control/audit.ts';
import { exportAuditLog } from '../../src/control/audit-log/export-audit-log.ts';
import { listAuditEntries } from '../../src/control/audit-log/list-audit-entries.ts';
import { verifyAuditChain } from '../../src/control/audit-log/verify-audit-chain.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { updateFlag } from '../../src/control/flags/update-flag.ts';
import { anchorAudit } from '../../src/control/scheduled/anchor-audit.ts';
import {
  copyControlPlane,
  startControlPlane,
  type TestControlPlane,
} from '../support/control-plane.ts';

let furnished: TestControlPlane;
let plane: TestControlPlane;
let client: pg.Client;

beforeAll(async () => {
  furnished = await startControlPlane();
  const { ctx } = furnished;
  for (const key of ['checkout.express', 'checkout.slow', 'search.ranking']) {
    await createFlag({
      ctx: { ...ctx, actor: { id: 'member:ada', role: 'editor' } },
      input: { key },
    });
  }
  const change = { name: '=HYPERLINK("https://evil.example")' };
  const input = { key: 'search.ranking', expectedRevision: '*' as const, change };
  await updateFlag({ ctx: { ...ctx, requestId: 'the-update' }, input });
});
afterAll(() => furnished.dispose());

beforeEach(async () => {
  plane = await copyControlPlane(furnished);
  client = new pg.Client({ connectionString: plane.databaseUrl });
  await client.connect();
  return async () => {
    await client.end();
    await plane.dispose();
  };
});

const list = (input = {}) => listAuditEntries({ ctx: plane.ctx, input });
const verify = (input = {}) => verifyAuditChain({ ctx: plane.ctx, input });

describe('searching', () => {
  it.each([
    [{ actor: 'member:ada' }, ['search.ranking', 'checkout.slow', 'checkout.express']],
    [{ action: 'flag.update' }, ['search.ranking']],
    [{ action: 'flag', q: 'checkout' }, ['checkout.slow', 'checkout.express']],
    [{ target: 'checkout.slow' }, ['checkout.slow']],
    [{ request_id: 'the-update' }, ['search.ranking']],
    [{ q: 'EVIL.example' }, ['search.ranking']],
    [{ q: '%' }, []],
    [{ to: '2020-01-01T00:00:00Z' }, []],
  ])('by %j finds %j, newest first', async (filter, targets) => {
    const { entries } = await list(filter);
    expect(entries.map(({ target }) => target)).toEqual(targets);
  });

  it('goes through all of it page by page, each entry once', async () => {
    const whole = await list();
    const seqs: number[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await list({ limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      seqs.push(...page.entries.map(({ seq }) => seq));
      if (page.next_cursor === null) break;
      cursor = page.next_cursor;
    }
    expect(seqs).toEqual(whole.entries.map(({ seq }) => seq));
    expect(seqs.length).toBeGreaterThan(4);
  });

  it.each([
    { limit: 0 },
    { limit: 'many' },
    { cursor: 'x' },
    { cursor: -1 },
    { from: 'yesterday' },
    { colour: 'red' },
  ])('refuses %j', (filter) =>
    expect(list(filter)).rejects.toMatchObject({ code: 'invalid_input' }),
  );
});

describe('the export', () => {
  async function read(format: 'csv' | 'ndjson') {
    let text = '';
    const parts = await exportAuditLog({ ctx: plane.ctx, input: { format } });
    for await (const part of parts) text += part;
    return text;
  }

  it('as NDJSON is every entry, oldest first, as it is listed', async () => {
    const lines = (await read('ndjson')).trimEnd().split('\n');
    const { entries } = await list({ limit: 200 });
    expect(lines.map((line) => JSON.parse(line))).toEqual(entries.toReversed());
  });

  it('as CSV has no cell that a spreadsheet would compute (security 26)', async () => {
    const { ctx } = plane;
    const input = { key: 'formula', owner: '@SUM(A1)', name: '+1' };
    await createFlag({ ctx: { ...ctx, actor: { id: '=cmd|calc', role: 'admin' } }, input });
    const [header, ...lines] = (await read('csv')).trimEnd().split('\r\n');
    expect(header).toBe(
      'seq,occurred_at,actor,address,request_id,action,target,environment,before,after,previous_hash,hash',
    );
    expect(lines.at(-1)).toContain(`,"'=cmd|calc",`);
    for (const line of lines) expect(line).not.toMatch(/(^|,)"?[=+@\t\r-]/);
  });
});

describe('the chain (security 43)', () => {
  it('that nobody touched is intact, and tells its head', async () => {
    const { entries } = await list();
    expect(await verify()).toMatchObject({
      status: 'intact',
      entries: entries.length,
      is_complete: true,
      head: { seq: entries[0]?.seq, hash: entries[0]?.hash },
      first_fault: null,
      restarted_at: null,
    });
  });

  it.each([
    ['alters an entry', "update audit_logs set actor = 'nobody' where seq = 3", 'altered', 3],
    [
      'alters what was there before',
      "update audit_logs set before = '{}' where seq = 2",
      'altered',
      2,
    ],
    ['removes an entry', 'delete from audit_logs where seq = 2', 'removed', 2],
    ['removes the first', 'delete from audit_logs where seq = 1', 'removed', 1],
    [
      'swaps two',
      'update audit_logs set seq = case seq when 2 then 1003 else 1002 end where seq in (2, 3); update audit_logs set seq = seq - 1000 where seq > 1000',
      'altered',
      2,
    ],
    [
      'moves later ones up to hide a gap',
      'delete from audit_logs where seq = 2; update audit_logs set seq = -seq where seq > 2; update audit_logs set seq = -seq - 1 where seq < 0',
      'altered',
      2,
    ],
  ])('shows who %s', async (_, statements, kind, seq) => {
    await client.query(statements);
    expect(await verify()).toMatchObject({ status: 'broken', first_fault: { kind, seq } });
  });

  it('shows who removed the newest entries, once they were noted elsewhere', async () => {
    const anchors: AuditAnchor[] = [];
    const auditAnchors = {
      list: async () => anchors,
      add: async (anchor: AuditAnchor) => void anchors.push(anchor),
    };
    const capabilities = { ...plane.ctx, store: plane.store, auditAnchors };
    const at = (minute: string) => ({
      ...capabilities,
      publish: async () => undefined,
      now: () => new Date(`2026-01-01T${minute}:00Z`),
    });
    await anchorAudit(at('00:01'));
    expect(anchors).toEqual([]);
    await anchorAudit(at('01:00'));
    await anchorAudit(at('02:00'));
    expect(anchors).toHaveLength(1);

    const ctx = { ...plane.ctx, auditAnchors };
    expect(await verifyAuditChain({ ctx, input: {} })).toMatchObject({
      status: 'intact',
      anchors: 1,
    });
    await client.query('delete from audit_logs where seq = (select max(seq) from audit_logs)');
    expect(await verifyAuditChain({ ctx, input: {} })).toMatchObject({
      status: 'broken',
      first_fault: { kind: 'removed', seq: anchors[0]?.seq },
    });
  });

  it('shows who cut off its end and pretends that it began anew there', async () => {
    const { entries } = await list();
    const noted = entries[0];
    if (!noted) throw new Error('there are entries');
    const anchors = [{ seq: noted.seq, hash: noted.hash, noted_at: '2026-01-01T00:00:00.000Z' }];
    const ctx = { ...plane.ctx, auditAnchors: { list: async () => anchors, add: async () => {} } };
    await client.query('delete from audit_logs where seq = $1', [noted.seq]);
    const restart = { action: 'audit.restart', target: 'audit_logs' } as const;
    await plane.database.transaction((tx) => appendAudit(tx, ctx, [restart]));
    expect(await verifyAuditChain({ ctx, input: {} })).toMatchObject({
      status: 'broken',
      restarted_at: null,
      first_fault: { kind: 'altered', seq: noted.seq },
    });
  });

  it('that began anew with its table is measured by what was noted since, also in parts', async () => {
    const anchors = [{ seq: 2, hash: 'f'.repeat(64), noted_at: '2026-01-01T00:00:00.000Z' }];
    const ctx = { ...plane.ctx, auditAnchors: { list: async () => anchors, add: async () => {} } };
    await client.query('truncate audit_logs');
    const restart = { action: 'audit.restart', target: 'audit_logs' } as const;
    const others = (['flag.create', 'flag.update'] as const).map((action) => ({
      action,
      target: 'x',
    }));
    await plane.database.transaction((tx) => appendAudit(tx, ctx, [restart, ...others]));
    for (const after of [0, 1, 2]) {
      expect(await verifyAuditChain({ ctx, input: { after } })).toMatchObject({
        status: 'intact',
        anchors: 0,
        restarted_at: expect.any(String),
      });
    }
  });

  it('can be verified in parts, each beginning where the last one ended', async () => {
    const whole = await verify();
    expect(await verify({ after: 2 })).toMatchObject({
      status: 'intact',
      entries: whole.entries - 2,
      head: whole.head,
    });
    await expect(verify({ after: 10_000 })).rejects.toMatchObject({ code: 'not_found' });
  });
});

it('cannot be altered by the role of the application, though that owns the table', async () => {
  await client.query(`create role application login password 'x';
    alter table audit_logs owner to application;
    grant usage on schema public to application`);
  try {
    // What the migration does, run by the role that then owns the table.
    await client.query('set role application');
    await client.query(
      'revoke update, delete, truncate on table audit_logs from public, current_user',
    );
    for (const statement of [
      "update audit_logs set actor = 'x'",
      'delete from audit_logs',
      'truncate audit_logs',
    ]) {
      await expect(client.query(statement), statement).rejects.toMatchObject({ code: '42501' });
    }
    const { count } = (await client.query('select count(*)::int from audit_logs')).rows[0];
    expect(count).toBeGreaterThan(0);
    const database = drizzle(client);
    const ctx = {
      ...plane.ctx,
      database: { ...plane.database, reads: database, current: database },
    };
    expect(await verifyAuditChain({ ctx, input: {} })).toMatchObject({ is_append_only: true });
    await client.query('grant update (actor) on table audit_logs to current_user');
    expect(await verifyAuditChain({ ctx, input: {} })).toMatchObject({ is_append_only: false });
  } finally {
    await client.query(
      'reset role; reassign owned by application to postgres; drop owned by application; drop role application',
    );
  }
});
