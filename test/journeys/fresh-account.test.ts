import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type NeonProxy, startNeonProxy } from '../../dev/neon-proxy/start-neon-proxy.ts';
import { createDatabase } from '../../dev/postgres/create-database.ts';
import { startTemporaryPostgres } from '../../dev/postgres/temporary-postgres.ts';
import { run as runCommand } from '../../src/cli/run.ts';
import { npxWith, openShell, type Shell } from '../support/open-shell.ts';
import { shellBlocks } from '../support/shell-blocks.ts';
import { openDeployedWorker } from '../support/stand-in-wrangler/deployed-worker.ts';
import {
  openStandInAccount,
  type StandInAccount,
} from '../support/stand-in-wrangler/open-stand-in-account.ts';

/** Each deployment starts workerd anew, and there are four. */
vi.setConfig({ testTimeout: 240_000 });

let postgres: Awaited<ReturnType<typeof startTemporaryPostgres>>;
let proxy: NeonProxy;
let account: StandInAccount;
let worker: Awaited<ReturnType<typeof openDeployedWorker>>;
let shell: Shell;
let databaseUrl: string;

beforeAll(async () => {
  postgres = await startTemporaryPostgres();
  databaseUrl = postgres.databaseUrl('flags');
  await createDatabase(postgres.databaseUrl('postgres'), 'flags');
  proxy = await startNeonProxy({ host: '127.0.0.1', port: postgres.port });
  account = openStandInAccount();
  worker = await openDeployedWorker({ folder: account.folder, neonProxyUrl: proxy.url });
  account.change({ hook: worker.hook });
  const wrangler = `'${process.execPath}' '${account.program}' "$@" --config '${account.config}'`;
  shell = openShell({ npx: npxWith(wrangler) });
});
afterAll(async () => {
  shell?.close();
  await worker?.close();
  await proxy?.stop();
  await postgres?.stop();
  account?.close();
});

const readRunbook = (name: string, sections?: readonly string[]): string =>
  shellBlocks(`docs/runbooks/${name}`, sections).join('\n');

async function init(...args: string[]) {
  const around = { env: { DATABASE_URL: databaseUrl, ...account.env }, progress: () => {} };
  const files = ['--config', account.config, '--wrangler', account.program];
  const { exitCode, document } = await runCommand(['init', ...files, ...args], around);
  return { exitCode, ...JSON.parse(JSON.stringify(document)) };
}

/** What a person has in their shell after `. .burgee/burgee.env`. */
function kept(): Record<string, string> {
  const text = readFileSync(join(account.folder, '.burgee/burgee.env'), 'utf8');
  const lines = [...text.matchAll(/^export (\w+)='(.*)'$/gm)];
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]));
}

const shellEnv = () => ({ ...account.env, ...kept(), DATABASE_URL: databaseUrl });

async function ask(path: string, token = '', init: RequestInit = {}) {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const answer = await fetch(worker.url + path, { ...init, headers });
  return { status: answer.status, body: Object(await answer.json()) };
}

const post = (path: string, token: string, body: object) =>
  ask(path, token, { method: 'POST', body: JSON.stringify(body) });

const makeAdminKey = (name: string) =>
  post('/admin/keys', kept().ADMIN_SECRET ?? '', { kind: 'admin', name, role: 'admin' });

it('goes from an empty account and database to flags that are served', async () => {
  const says = 'You shall not pass [code: 10013]';
  account.change({ failures: [{ call: 'deploy', says, times: 1 }] });
  expect(await init('--yes')).toMatchObject({ exitCode: 1, error: { code: 'wrangler_failed' } });
  const done = await init('--yes');
  expect(done).toMatchObject({ exitCode: 0, status: 'done', url: worker.url });
  const made = done.steps.filter(({ state }: { state: string }) => state === 'made');
  expect(made.map(({ step }: { step: string }) => step)).toEqual([
    'deployment',
    'snapshots',
    'server_key',
    'first_admin',
  ]);
  const { BURGEE_KEY, ADMIN_SECRET, FIRST_ADMIN_LINK } = kept();
  for (const secret of [BURGEE_KEY, ADMIN_SECRET, FIRST_ADMIN_LINK]) {
    expect(secret).toBeTruthy();
    expect(JSON.stringify(done)).not.toContain(secret);
  }
  const flag = await ask('/features/admin.advanced_controls?user_id=42', BURGEE_KEY);
  expect(flag).toMatchObject({ status: 200, body: { is_enabled: true } });
});

it('has nothing to do when it is asked again, and asks for nothing to be made', async () => {
  const before = account.read();
  const asked = account.readLog().length;
  expect(await init('--yes')).toMatchObject({ exitCode: 0, status: 'nothing_to_do' });
  expect(await init('--plan')).toMatchObject({ exitCode: 0, status: 'nothing_to_do' });
  expect(account.read()).toEqual(before);
  const calls = account.readLog().slice(asked);
  expect(calls.filter((call) => !/whoami|list|info/.test(call))).toEqual([]);
});

it('lets the first admin in by the link', async () => {
  const token = kept().FIRST_ADMIN_LINK?.split('#')[1];
  const body = { token, name: 'Ana', password: 'a long enough password' };
  const accepted = await post('/admin/invitations/accept', '', body);
  expect(accepted).toMatchObject({
    status: 201,
    body: { email: 'ana@example.com', role: 'admin' },
  });
  const { steps } = await init('--plan');
  expect(steps.at(-1)).toMatchObject({ state: 'present', says: 'ana@example.com is an admin' });
});

it('ends a leaked key, and what was made with it, by the runbook', async () => {
  const { body: leaked } = await makeAdminKey('Leaked');
  const { body: child } = await post('/admin/keys', leaked.key, { kind: 'admin', name: 'Its own' });
  const env = { ...shellEnv(), LEAKED: leaked.key };
  const lines = readRunbook('leaked-key.md').replace(/^admin .*\/rotate".*$/m, '');
  const { exitCode, output } = await shell.run(lines, env);
  expect([exitCode, output]).toEqual([0, expect.stringContaining('refused\n')]);
  for (const { key } of [leaked, child]) expect((await ask('/admin/me', key)).status).toBe(401);

  const { body: server } = await post('/admin/keys', (await makeAdminKey('Ours')).body.key, {
    kind: 'server',
    name: 'Orders',
    environment: 'production',
  });
  await expect.poll(async () => (await ask('/features', server.key)).status).toBe(200);
  const replaced = await shell.run(readRunbook('leaked-key.md'), {
    ...shellEnv(),
    LEAKED: server.key,
  });
  expect([replaced.exitCode, replaced.output]).toEqual([0, expect.stringContaining('refused\n')]);
  const [successor = ''] = /^bgs_production_\w+$/m.exec(replaced.output) ?? [];
  await expect.poll(async () => (await ask('/features', successor)).status).toBe(200);
});

it('replaces a leaked ADMIN_SECRET by the runbook, with all that was made with it', async () => {
  const { body: stranger } = await makeAdminKey('A stranger');
  const hook = { name: 'Ops', url: 'https://hooks.example.com/x' };
  expect((await post('/admin/webhooks', stranger.key, hook)).status).toBe(201);
  const old = kept().ADMIN_SECRET ?? '';
  const { exitCode, output } = await shell.run(readRunbook('leaked-admin-secret.md'), shellEnv());
  expect([exitCode, output]).toEqual([0, expect.stringContaining('the old one does not\n')]);
  expect(output).toContain('"secret":"whsec_');
  const fresh = account.read().secrets?.ADMIN_SECRET ?? '';
  expect(fresh).not.toBe(old);
  expect((await ask('/admin/schema', fresh)).status).toBe(200);
  for (const key of [old, stranger.key]) expect((await ask('/admin/me', key)).status).toBe(401);
  expect((await ask('/features', kept().BURGEE_KEY)).status).toBe(200);
});

it('goes on without the region of Postgres, and moves to another, by the runbook', async () => {
  const env = { ...shellEnv(), ADMIN_SECRET: account.read().secrets?.ADMIN_SECRET ?? '' };
  await fetch(proxy.faultsUrl, { method: 'POST', body: '{"action":{"kind":"refuse"}}' });
  const seen = await shell.run(readRunbook('region-outage.md', ['See which']), env);
  expect(seen.exitCode).toBe(0);
  expect(seen.output).toContain('"postgres":"unreachable"');
  expect(seen.output).toMatch(/x-flags-source: (memory|kv)/i);
  await fetch(proxy.faultsUrl, { method: 'DELETE' });

  const elsewhere = postgres.databaseUrl('elsewhere');
  await createDatabase(postgres.databaseUrl('postgres'), 'elsewhere', 'flags');
  const moved = await shell.run(readRunbook('region-outage.md', ['Move Postgres', 'Come back']), {
    ...env,
    NEW_DATABASE_URL: elsewhere,
  });
  expect([moved.exitCode, moved.output]).toEqual([0, expect.stringContaining('"postgres":"ok"')]);
  const client = new pg.Client({ connectionString: elsewhere });
  await client.connect();
  const count = async () => (await client.query('select count(*) from api_keys')).rows[0].count;
  const before = await count();
  const made = await post('/admin/keys', env.ADMIN_SECRET, { kind: 'admin', name: 'Elsewhere' });
  expect(made.status).toBe(201);
  expect(Number(await count())).toBe(Number(before) + 1);
  await client.end();
});
