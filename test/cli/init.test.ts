import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { withNamespaceId } from '../../src/cli/wrangler-config.ts';
import { openDatabase, type TestDatabase } from '../support/burgee-command.ts';
import {
  type AccountState,
  deploymentOf,
  runningAccount,
} from '../support/stand-in-wrangler/account-state.ts';
import {
  openStandInAccount,
  type StandInAccount,
} from '../support/stand-in-wrangler/open-stand-in-account.ts';
import { openVisitedWorker } from '../support/stand-in-wrangler/visited-worker.ts';

/** Each call of the commands is a process, and a busy machine takes its time to start one. */
vi.setConfig({ testTimeout: 180_000 });

let database: TestDatabase;
let account: StandInAccount;

beforeEach(async () => {
  database = await openDatabase('empty');
  account = openStandInAccount();
});
afterEach(async () => {
  account.close();
  await database.close();
});

async function init(
  args: readonly string[],
  env: Record<string, string> = {},
  program = account.program,
) {
  const around = {
    env: { DATABASE_URL: database.databaseUrl, ...account.env, ...env },
    progress: () => {},
  };
  const files = ['--config', account.config, '--wrangler', program];
  const report = await run(['init', ...files, ...args], around);
  const paint = (text: string) => text;
  const lines = report.lines({
    good: paint,
    warning: paint,
    bad: paint,
    strong: paint,
    dim: paint,
  });
  const document = JSON.parse(JSON.stringify(report.document));
  return { exitCode: report.exitCode, ...document, text: lines.join('\n') };
}

const isEmpty = async () =>
  (await database.query("select to_regclass('environments') is null as yes"))[0].yes;

it('shows what it would do, asks to be told so twice, and changes nothing', async () => {
  const before = readFileSync(account.config, 'utf8');
  const planned = await init(['--plan']);
  expect(planned).toMatchObject({ exitCode: 0, status: 'planned', worker: 'burgee', url: null });
  const states = planned.steps.map(({ step, state }: Record<string, string>) => [step, state]);
  expect(Object.fromEntries(states)).toEqual({
    log_in: 'present',
    database: 'present',
    kv: 'due',
    'queue:burgee-webhooks': 'due',
    'queue:burgee-usage': 'due',
    migrations: 'due',
    secrets: 'due',
    deployment: 'due',
    snapshots: 'due',
    server_key: 'due',
    first_admin: 'due',
  });
  expect(planned.text).toContain(
    `npx burgee init --yes --config ${account.config} --wrangler ${account.program}`,
  );
  expect(await init([])).toMatchObject({ exitCode: 1, status: 'confirmation_required' });
  expect(await init(['--plan', '--yes'])).toMatchObject({ exitCode: 0, status: 'planned' });
  expect(account.read()).toMatchObject({ namespaces: [], queues: [], deployments: [] });
  expect(readFileSync(account.config, 'utf8')).toBe(before);
  expect(await isEmpty()).toBe(true);
});

const other = { id: 'f'.repeat(32), name: 'Another' };

it.each<[string, Partial<AccountState>, object]>([
  ['nobody is logged in', { isLoggedIn: false }, { code: 'not_logged_in' }],
  [
    'the token is refused',
    { failures: [{ call: 'whoami', says: 'Invalid access token [code: 9109]', times: 1 }] },
    {
      code: 'log_in_refused',
      message: expect.stringContaining('Invalid access token [code: 9109]'),
      way_out: expect.stringContaining('unset it and run npx wrangler login'),
    },
  ],
  [
    'there is no network',
    { failures: [{ call: 'whoami', says: 'fetch failed', times: 1 }] },
    { code: 'cloudflare_unreachable', way_out: expect.stringContaining('HTTPS_PROXY') },
  ],
  [
    'it is not said which account is meant',
    { accounts: [{ id: '0'.repeat(32), name: 'One' }, other] },
    { code: 'which_account', way_out: expect.stringContaining(`${other.id} (Another)`) },
  ],
])('stops before anything is made where %s', async (_, changes, error) => {
  account.change(changes);
  expect(await init(['--yes'])).toMatchObject({ error });
  expect(account.read().namespaces).toEqual([]);
  expect(await isEmpty()).toBe(true);
});

it('says what is wrong with --wrangler', async () => {
  const absent = join(account.folder, 'wrangler.js');
  expect(await init(['--yes'], {}, absent)).toMatchObject({
    exitCode: 64,
    error: { code: 'no_wrangler', message: expect.stringContaining(`no file ${absent}`) },
  });
  // A file that is no program, and a program that is not wrangler.
  expect(await init(['--yes'], {}, account.config)).toMatchObject({
    error: { code: 'no_wrangler', message: expect.stringContaining('EACCES') },
  });
  expect(await init(['--yes'], {}, '/bin/true')).toMatchObject({
    error: {
      message: expect.stringContaining('does not say who is logged in'),
      way_out: expect.stringContaining('--wrangler'),
    },
  });
});

it('takes the account that is named', async () => {
  account.change({ accounts: [{ id: '0'.repeat(32), name: 'One' }, other] });
  const { steps } = await init(['--plan'], { CLOUDFLARE_ACCOUNT_ID: other.id });
  expect(steps[0].says).toContain('account Another');
});

it('leaves a database alone that is somebody else’s', async () => {
  await database.query('create table orders (id int)');
  expect(await init(['--yes'])).toMatchObject({
    exitCode: 1,
    error: { code: 'database_of_others', message: expect.stringContaining('orders') },
  });
  expect(account.read().namespaces).toEqual([]);
  await database.ask('migrate');
  expect(await init(['--plan'])).toMatchObject({ status: 'planned' });
});

it('leaves a Worker alone that is somebody else’s, before anything is made', async () => {
  account.change({ secrets: { SHOP_TOKEN: 'x' }, deployments: [deploymentOf([])] });
  expect(await init(['--yes'])).toMatchObject({
    exitCode: 1,
    error: {
      code: 'worker_of_others',
      message: expect.stringContaining('a Worker burgee already'),
    },
  });
  expect(account.read()).toMatchObject({ namespaces: [], secrets: { SHOP_TOKEN: 'x' } });
  expect(await isEmpty()).toBe(true);
});

it('deploys over no Burgee that was set up elsewhere, and migrates nothing', async () => {
  account.change(runningAccount());
  expect(await init(['--plan'])).toMatchObject({
    exitCode: 1,
    error: { code: 'burgee_runs', way_out: expect.stringContaining('npx burgee deploy') },
  });
  const BURGEE_URL = 'http://127.0.0.1:1';
  expect(await init(['--yes'], { BURGEE_URL, ADMIN_SECRET: 's'.repeat(40) })).toMatchObject({
    exitCode: 2,
    error: { code: 'burgee_runs', message: expect.stringContaining(BURGEE_URL) },
  });
  expect(account.readLog()).not.toContain('deploy');
  expect(await isEmpty()).toBe(true);
});

it('migrates nothing beneath a Burgee that answers, and goes on when that is deployed anew', async () => {
  await database.ask('migrate');
  await database.ask('rollback', '--to', '0012_audit_log_append_only', '--yes');
  const { migrations } = await database.ask('status');
  account.change(runningAccount());
  const worker = await openVisitedWorker(account.read);
  const env = { BURGEE_URL: worker.url, ADMIN_SECRET: 's'.repeat(40) };
  const [{ id = '' } = {}] = account.read().namespaces;
  writeFileSync(account.config, withNamespaceId(readFileSync(account.config, 'utf8'), id) ?? '');
  for (const args of ['--plan', '--yes']) {
    expect(await init([args], env)).toMatchObject({
      exitCode: 1,
      error: {
        code: 'burgee_runs',
        message: expect.stringMatching(/a Burgee answers, version .* migrations? (is|are) due/),
        way_out: expect.stringMatching(/npx burgee deploy,.*\.burgee\/burgee\.env has what/),
        done: expect.arrayContaining([expect.stringContaining('Queue burgee-usage')]),
      },
    });
  }
  expect((await database.ask('status')).migrations).toEqual(migrations);
  expect(account.readLog().filter((call) => /create|bulk|deploy$/.test(call))).toEqual([]);
  await database.ask('migrate');
  const { steps } = await init(['--plan'], env);
  expect(steps[5]).toMatchObject({ step: 'migrations', state: 'present' });
  await worker.close();
});

it('goes on from a deployment of its own whose answer was lost', async () => {
  account.change({
    failures: [{ call: 'deploy', says: 'fetch failed', times: 1, isDoneAllTheSame: true }],
  });
  expect((await init(['--yes'])).error.message).toContain('"wrangler deploy"');
  const { steps } = await init(['--plan']);
  expect(steps[7]).toMatchObject({ step: 'deployment', state: 'due' });
});

it('keeps a secret that it makes, beside what a person has written there', async () => {
  const kept = join(account.folder, '.burgee/burgee.env');
  mkdirSync(join(account.folder, '.burgee'));
  const ours = '# of the pager\nexport PAGER="x y"\n';
  writeFileSync(kept, `${ours}BURGEE_URL="http://127.0.0.1:1"\n`, { mode: 0o644 });
  const secretOf = () => account.read().secrets?.ADMIN_SECRET;
  account.change({ failures: [{ call: 'deploy', says: 'no', times: 2 }] });
  // As a pipeline has it that lacks the secret.
  await init(['--yes'], { ADMIN_SECRET: '' });
  const text = readFileSync(kept, 'utf8');
  expect(text).toBe(
    `${ours}BURGEE_URL="http://127.0.0.1:1"\nexport ADMIN_SECRET='${secretOf()}'\n`,
  );
  expect(statSync(kept).mode & 0o077).toBe(0);
  writeFileSync(kept, text.replace(/export ADMIN_SECRET=.*/, `ADMIN_SECRET="${'s'.repeat(40)}"`));
  account.change({ secrets: { DATABASE_URL: 'x' } });
  await init(['--yes']);
  expect(secretOf()).toBe('s'.repeat(40));
});

it('says so when the database does not answer, without its password', async () => {
  const DATABASE_URL = 'postgres://somebody:s3cret@127.0.0.1:1/burgee';
  const failed = await init(['--yes'], { DATABASE_URL });
  expect(failed).toMatchObject({ exitCode: 2, error: { code: 'database_unavailable' } });
  expect(failed.error.done).toEqual([expect.stringContaining('account Example')]);
  expect(JSON.stringify(failed)).not.toContain('s3cret');
});

it('refuses a namespace that this account does not have, and a wrangler.toml that is none', async () => {
  const text = readFileSync(account.config, 'utf8');
  writeFileSync(account.config, withNamespaceId(text, 'e'.repeat(32)) ?? '');
  expect(await init(['--yes'])).toMatchObject({ error: { code: 'unknown_namespace' } });
  for (const broken of ['name = ', 'name = "burgee"\n']) {
    writeFileSync(account.config, broken);
    expect(await init(['--yes'])).toMatchObject({ error: { code: 'no_configuration' } });
  }
});

it('refuses a secret that would open nothing', async () => {
  const failed = await init(['--yes'], { ADMIN_SECRET: 'short' });
  expect(failed).toMatchObject({ exitCode: 64, error: { code: 'secret_too_short' } });
  expect(account.read().secrets).toBeUndefined();
});

it('fails at any call of wrangler, says what is done, and goes on from there', async () => {
  const calls = ['kv namespace create', 'queues info', 'queues create', 'secret bulk', 'deploy'];
  const done = [];
  for (const call of calls) {
    account.change({ failures: [{ call, says: 'You shall not pass [code: 10013]', times: 1 }] });
    const failed = await init(['--yes']);
    expect(failed).toMatchObject({
      exitCode: 1,
      error: {
        code: 'wrangler_failed',
        message: expect.stringContaining(`"wrangler ${call}`),
        way_out: expect.stringContaining('The same command then goes on from here.'),
      },
    });
    expect(failed.error.message).toContain('You shall not pass [code: 10013]');
    done.push(failed.error.done.length);
  }
  expect(done).toEqual([2, 3, 3, 6, 7]);
  const { namespaces, queues, secrets } = account.read();
  expect(namespaces).toEqual([{ id: expect.any(String), title: 'burgee-snapshots' }]);
  expect(readFileSync(account.config, 'utf8')).toContain(
    `binding = "SNAPSHOTS"\nid = "${namespaces[0]?.id}"\n`,
  );
  expect(queues).toEqual(['burgee-webhooks', 'burgee-usage']);
  expect(secrets).toMatchObject({ DATABASE_URL: database.databaseUrl });
  const kept = join(account.folder, '.burgee/burgee.env');
  expect(statSync(kept).mode & 0o077).toBe(0);
  expect(readFileSync(kept, 'utf8')).toContain(`export ADMIN_SECRET='${secrets?.ADMIN_SECRET}'`);
  expect(secrets?.ADMIN_SECRET).toMatch(/^[0-9a-f]{64}$/);
  const log = account.readLog().join('\n');
  expect(log).not.toContain(secrets?.ADMIN_SECRET);
  expect(log).not.toContain('postgres:');
});

it('finds what was made although its answer was lost', async () => {
  const says = 'fetch failed';
  const lost = ['kv namespace create', 'secret bulk'].map((call) => ({
    call,
    says,
    times: 1,
    isDoneAllTheSame: true,
  }));
  account.change({ failures: [...lost, { call: 'deploy', says, times: 1 }] });
  for (const _ of lost)
    expect(await init(['--yes'])).toMatchObject({ error: { code: 'cloudflare_unreachable' } });
  const secret = account.read().secrets?.ADMIN_SECRET;
  expect((await init(['--yes'])).error.message).toContain('"wrangler deploy"');
  expect(account.read().namespaces).toHaveLength(1);
  expect(account.read().secrets?.ADMIN_SECRET).toBe(secret);
});

it.each([
  [
    'with what is around it',
    '# a\n[[kv_namespaces]] # b\n  binding = "SNAPSHOTS"   # c\n\n[x]\ny = 1\n',
  ],
  [
    'behind another one',
    '[[kv_namespaces]]\nbinding = "OTHER"\nid = "1"\n[[kv_namespaces]]\nbinding = \'SNAPSHOTS\'\n',
  ],
  [
    'with the line ends of Windows',
    '[[kv_namespaces]]\r\nbinding = "SNAPSHOTS"\r\n[x]\r\ny = 1\r\n',
  ],
])('writes the id one line below the binding, %s', (_, text) => {
  const after = withNamespaceId(text, 'abc') ?? '';
  const [line = ''] = /^.*id = "abc"\r?\n/m.exec(after) ?? [];
  expect(after.replace(line, '')).toBe(text);
  expect(after.split(line)[0]).toMatch(/SNAPSHOTS["'].*\r?\n$/);
  expect(line.endsWith('\r\n')).toBe(text.includes('\r\n'));
});

it.each([
  ['is an inline table', 'kv_namespaces = [{ binding = "SNAPSHOTS" }]\n'],
  ['is of another section', '[x]\nbinding = "SNAPSHOTS"\n[[kv_namespaces]]\nbinding="SNAPSHOTS"\n'],
  ['has an id already', '[[kv_namespaces]]\nbinding = "SNAPSHOTS"\nid = "1"\n'],
])('writes no id where the binding %s', (_, text) => {
  expect(withNamespaceId(text, 'abc')).toBeUndefined();
});
