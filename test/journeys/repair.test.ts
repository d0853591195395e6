import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Readiness } from '../../src/contract/health/readiness.ts';
import type { RepairResult } from '../../src/contract/health/repair.ts';
import { adminOf } from '../support/admin.ts';
import { type DevWithDatabase, startDevWithDatabase } from '../support/dev-with-database.ts';
import { kvOnDisk } from '../support/kv-on-disk.ts';
import { npxOnStorage, openShell, type Shell } from '../support/open-shell.ts';
import { shellBlocks } from '../support/shell-blocks.ts';

let dev: DevWithDatabase;
let run: DevWithDatabase['run'];
let client: DevWithDatabase['client'];
let shell: Shell;

beforeAll(async () => {
  dev = await startDevWithDatabase();
  ({ run, client } = dev);
  shell = openShell(npxOnStorage(join(dev.devDir, 'wrangler')));
});
afterAll(async () => {
  shell?.close();
  await dev?.stop();
});

const request = (method: string, path: string, init: RequestInit = {}) =>
  fetch(run.devFile.url + path, {
    method,
    ...init,
    headers: {
      Authorization: `Bearer ${run.devFile.admin_secret}`,
      'Content-Type': 'application/json',
      ...init.headers,
    },
  });

const repair = (body?: object, headers: Record<string, string> = {}) =>
  request('POST', '/admin/repair', {
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

async function resultOf(response: Response): Promise<RepairResult> {
  expect(response.status).toBe(200);
  return (await response.json()) as RepairResult;
}

const damage = () => client.query('drop index feature_flags_status_idx; drop table segments');
const isMended = async () => {
  const { rows } = await client.query(
    `select to_regclass('segments') is not null and to_regclass('feature_flags_status_idx') is not null as mended`,
  );
  return rows[0].mended;
};

it('says how it is by docs/operations.md', async () => {
  const output = await follow('docs/operations.md');
  expect(output).toContain('"status":"ready"');
  expect(output).toMatch(/\$ npx burgee status[^\n]*\n(.|\n)*sound/);
});

it('needs neither body nor content type', async () => {
  await damage();
  const response = await fetch(`${run.devFile.url}/admin/repair`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${run.devFile.admin_secret}` },
  });
  expect(await resultOf(response)).toMatchObject({ status: 'ok', unresolved: [] });
  expect(await isMended()).toBe(true);
});

it('takes its secret from the header alone', async () => {
  const { admin_secret, url } = run.devFile;
  const elsewhere = await fetch(
    `${url}/admin/repair?secret=${admin_secret}&token=${admin_secret}`,
    {
      method: 'POST',
      body: JSON.stringify({ secret: admin_secret }),
    },
  );
  expect(elsewhere.status).toBe(401);
});

it.each([{ mode: 'drop' }, { force: true }, { operation_id: '' }, { operation_id: 'a b' }])(
  'refuses %j, and does nothing',
  async (body) => {
    expect((await repair(body)).status).toBe(422);
  },
);

it('does nothing for a plan that is asked for in the query', async () => {
  await damage();
  expect((await request('POST', '/admin/repair?mode=plan')).status).toBe(400);
  expect(await isMended()).toBe(false);
  await repair();
});

it('shows a plan, applies that plan, and refuses it when the database has changed', async () => {
  await damage();
  const planned = await resultOf(await repair({ mode: 'plan' }));
  expect(planned.status).toBe('planned');
  expect(planned.steps.map(({ object }) => object)).toEqual(
    expect.arrayContaining(['table segments', 'index feature_flags.feature_flags_status_idx']),
  );
  expect(await isMended()).toBe(false);

  await client.query('drop index audit_logs_target_idx');
  const approved = { mode: 'apply', plan_hash: planned.plan_hash };
  const refused = await repair(approved);
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ error: { code: 'plan_changed' } });
  expect(await isMended()).toBe(false);

  const { plan_hash, steps } = await resultOf(await repair({ mode: 'plan' }));
  const applied = await resultOf(await repair({ mode: 'apply', plan_hash }));
  expect(applied.status).toBe('ok');
  expect(applied.steps.map(({ statement }) => statement)).toEqual(
    steps.map(({ statement }) => statement),
  );
});

it('gives the answer of an operation again, and does nothing again', async () => {
  await damage();
  const first = await resultOf(await repair({ operation_id: 'night-1' }));
  await damage();
  expect(await resultOf(await repair({ operation_id: 'night-1' }))).toEqual(first);
  expect(await isMended()).toBe(false);
  expect(await resultOf(await request('GET', '/admin/repair/night-1'))).toEqual(first);
  expect((await request('GET', '/admin/repair/night-2')).status).toBe(404);
  expect((await resultOf(await repair({ operation_id: 'night-2' }))).status).toBe('ok');
});

it('tells each step as it ends, and the result at the end', async () => {
  await damage();
  const response = await repair({}, { Accept: 'application/x-ndjson' });
  expect(response.headers.get('Content-Type')).toBe('application/x-ndjson');
  const lines = (await response.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const steps = lines.slice(0, -1).map(({ step }) => step);
  expect(lines.at(-1).result).toMatchObject({ status: 'ok', steps });
  expect(steps.length).toBeGreaterThanOrEqual(3);
});

it('runs to its end when the caller goes away', async () => {
  await damage();
  await client.query('begin; lock table feature_flags in access exclusive mode');
  const aborted = new AbortController();
  const leaving = request('POST', '/admin/repair', { signal: aborted.signal }).catch(() => 'gone');
  setTimeout(() => aborted.abort(), 300);
  expect(await leaving).toBe('gone');
  await client.query('commit');
  await expect.poll(isMended).toBe(true);
});

it('gives up on a table that is in use, says so, and has changed nothing', async () => {
  await damage();
  await client.query('begin; lock table feature_flags in access exclusive mode');
  const refused = await repair();
  expect(refused.status).toBe(500);
  expect(await refused.json()).toMatchObject({
    error: { code: 'rolled_back', message: expect.stringContaining('lock timeout') },
  });
  await client.query('commit');
  expect(await isMended()).toBe(false);
  expect((await resultOf(await repair())).status).toBe('ok');
});

it('tells everybody how it is, and why only those who may know', async () => {
  await damage();
  const known = (await (await request('GET', '/health/ready')).json()) as Readiness;
  expect(known).toMatchObject({ status: 'degraded', schema: 'damaged', migrations: 'damaged' });
  expect(known.report?.differences.map(({ object }) => object)).toContain('table segments');
  const anybody = await fetch(`${run.devFile.url}/health/ready`);
  expect(anybody.status).toBe(200);
  const seen = (await anybody.json()) as Readiness;
  expect(seen).not.toHaveProperty('report');
  expect(seen.snapshots.map(({ environment }) => environment)).toContain('development');
  await repair();
});

/** As a person does who has nothing but the page. Throws with what was said where a line fails. */
async function follow(page: string): Promise<string> {
  const lines = shellBlocks(page).flatMap((block) => block.trimEnd().split('\n'));
  let told = '';
  // What is exported is the reader's own.
  for (const line of lines.filter((each) => !each.startsWith('export '))) told += await paste(line);
  return told;
}

async function paste(line: string): Promise<string> {
  const { url, admin_secret, database_url } = run.devFile;
  const env = { BURGEE_URL: url, ADMIN_SECRET: admin_secret, DATABASE_URL: database_url };
  const here = line.replace('https://burgee.<account>.workers.dev', url);
  const { exitCode, output } = await shell.run(here, { ...env, NO_COLOR: '1' });
  expect([line, exitCode, output]).toEqual([line, 0, output]);
  return `$ ${line}\n${output}`;
}

const isServed = async (flag: string) => {
  const response = await run.get(`/features/${flag}?user_id=ada`, run.devFile.server_key);
  return response.status === 200 && Object(await response.json()).is_enabled;
};

it('is led out of a lost KV by docs/runbooks/lost-kv.md', async () => {
  kvOnDisk(join(dev.devDir, 'wrangler')).hide();
  expect(await isServed('admin.advanced_controls')).toBe(true);
  const output = await follow('docs/runbooks/lost-kv.md');
  expect(output).toMatch(/"kv":"ok"(?![\s\S]*"kv":)/);
  expect(output).toMatch(/"format":1,"environment":"production"/);
  expect(await isServed('admin.advanced_controls')).toBe(true);
}, 600_000);

it('is led out of a lost database by docs/runbooks/lost-database.md', async () => {
  const admin = adminOf(run.devFile);
  await admin('POST', '/flags', { body: { key: 'before.backup', owner: 'shop' } });
  await paste('npx burgee backup --output kept.ndjson.gz');
  await paste(
    `npx wrangler r2 object put burgee-backups/daily/2026-11-23.ndjson.gz --remote --file kept.ndjson.gz`,
  );
  const on = { body: { is_enabled: true, rollout_percentage: 100 }, ifMatch: '*' };
  await admin('POST', '/flags', { body: { key: 'after.backup' } });
  await admin('PATCH', '/flags/after.backup/environments/development', on);
  await expect.poll(() => isServed('after.backup')).toBe(true);
  const served = Number(
    (await run.get('/features', run.devFile.server_key)).headers.get('x-flags-version'),
  );
  await client.query(
    'drop schema public cascade; drop schema drizzle cascade; create schema public',
  );
  const output = await follow('docs/runbooks/lost-database.md');
  expect(output).toContain('The backup is whole, and can be restored');
  expect(output).toContain('stay those of the backup');
  const { rows } = await client.query(
    `select key, owner from feature_flags where key like '%.backup' order by key`,
  );
  expect(rows).toEqual([
    { key: 'after.backup', owner: null },
    { key: 'before.backup', owner: 'shop' },
  ]);
  expect(await isServed('after.backup')).toBe(true);
  const after = await run.get('/features', run.devFile.server_key);
  expect(Number(after.headers.get('x-flags-version'))).toBeGreaterThanOrEqual(served);
  expect(await client.query('select from sessions')).toMatchObject({ rowCount: 0 });
  const changed = await admin('PATCH', '/flags/before.backup/environments/development', on);
  expect(changed.status).toBe(200);
  await expect.poll(() => isServed('before.backup')).toBe(true);
}, 600_000);
