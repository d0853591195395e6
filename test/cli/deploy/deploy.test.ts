import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { messageOf } from '../../../src/cli/deploy/traffic-message.ts';
import { run as runCommand } from '../../../src/cli/run.ts';
import {
  type AccountState,
  deploymentOf,
  emptyAccount,
  liveVersion,
  putSecrets,
  type StoredVersion,
  wellVersion,
} from '../../support/stand-in-wrangler/account-state.ts';
import {
  type DeployGround,
  openDeployGround,
} from '../../support/stand-in-wrangler/open-deploy-ground.ts';

/** What is waited for here is there at once, or never. */
vi.mock('../../../src/resource-policy.ts', async (original) => {
  const policies: typeof import('../../../src/resource-policy.ts') = await original();
  const soon = {
    spreadMilliseconds: 200,
    spreadPauseMilliseconds: 20,
    probeAgainMilliseconds: 20,
    goBackPauseMilliseconds: 20,
    probesOfStep: 4,
  };
  return { ...policies, deploymentPolicy: { ...policies.deploymentPolicy, ...soon } };
});

/** Each starts a dozen processes. */
vi.setConfig({ testTimeout: 180_000 });

let ground: DeployGround;
let database: DeployGround['database'];
let account: DeployGround['account'];
let hooks: DeployGround['worker']['hooks'];
beforeAll(async () => {
  ground = await openDeployGround();
  ({ database, account } = ground);
  ({ hooks } = ground.worker);
});
afterAll(() => ground.close());
beforeEach(() => {
  delete hooks.onRequest;
  account.reset();
});

async function deploy(...args: string[]) {
  const files = ['--config', account.config, '--wrangler', account.program];
  const words = ['deploy', ...files, '--pause', '0', ...args];
  const report = await runCommand(words, {
    env: { ...process.env, ...ground.env },
    progress: () => {},
  });
  const plain = (text: string) => text;
  const paint = { good: plain, warning: plain, bad: plain, strong: plain, dim: plain };
  const document = JSON.parse(JSON.stringify(report.document));
  return { exitCode: report.exitCode, ...document, text: report.lines(paint).join('\n') };
}

const atOnce = ['--steps', '100'];
const reads = /^(deployments status|versions view|secret list|queues info|kv namespace list)/;
const changes = () => account.readLog().filter((command) => !reads.test(command));
const splits = () =>
  changes()
    .filter((command) => command.startsWith('versions deploy'))
    .map((command) => command.match(/\S+@\d+/g)?.join(' '));
const answering = () => account.read().deployments[0]?.versions;
const allLive = [{ version_id: liveVersion, percentage: 100 }];

const accepts = (max: string, copesWith: string[] = []) => ({
  schema_min: max,
  schema_max: max,
  schema_copes_with: copesWith,
});

/** The version that runs, but for what is named. */
const running = (changes: Partial<StoredVersion>): Pick<AccountState, 'versions'> => ({
  versions: { [liveVersion]: { ...wellVersion, ...changes } },
});

const rollBackTo = (tag: string) => database.ask('rollback', '--to', tag, '--yes');

describe('a deployment that goes well', () => {
  it('migrates, uploads, tries, shifts step by step, and verifies', async () => {
    await rollBackTo('0012_audit_log_append_only');
    const deployed = await deploy();
    expect(deployed).toMatchObject({
      exitCode: 0,
      status: 'deployed',
      version_before: liveVersion,
    });
    const { version } = deployed;
    expect(deployed.steps.map(({ name }: { name: string }) => name)).toEqual([
      'check',
      'rehearse',
      'migrate',
      'bundle',
      'upload',
      'smoke test',
      'traffic',
      'traffic',
      'traffic',
      'verify',
      'triggers',
      'traffic',
    ]);
    expect(splits()).toEqual([
      `${version}@0 ${liveVersion}@100`,
      `${version}@10 ${liveVersion}@90`,
      `${version}@50 ${liveVersion}@50`,
      `${version}@100 ${liveVersion}@0`,
      `${version}@100`,
    ]);
    expect(changes()[0]).toBe('versions upload');
    expect(account.read().triggers).toBe(1);
    expect(await database.ask('check')).toMatchObject({ verdict: 'sound' });
  });

  it('can be run again, which deploys again', async () => {
    const first = await deploy(...atOnce);
    const second = await deploy(...atOnce);
    expect(second).toMatchObject({ status: 'deployed', version_before: first.version });
  });

  it('has the newest flags in the version, and leaves the file as git has it', async () => {
    await database.ask('repair');
    const { version, steps } = await deploy(...atOnce);
    expect(account.read().versions[version]?.bundled).toEqual(['development', 'production']);
    expect(steps).toContainEqual(
      expect.objectContaining({
        name: 'bundle',
        state: 'done',
        summary: expect.stringMatching(/^\d+ flags of 2 environments/),
      }),
    );
    expect(readFileSync(account.bundle, 'utf8')).toBe('{ "snapshots": [] }\n');
  });

  it('goes on with the bundle that is there where none can be made, and says so', async () => {
    const before = JSON.stringify({
      snapshots: [{ environment: 'production', flags: Array(100).fill({}) }],
    });
    writeFileSync(account.bundle, before);
    const { status, version, text } = await deploy(...atOnce);
    expect(status).toBe('deployed');
    expect(text).toMatch(
      /– bundle .*production has \d flags.* The version has 100 flags of the bundle before with it/,
    );
    expect(account.read().versions[version]?.bundled).toEqual(['production']);
    rmSync(account.bundle);
    expect(await deploy(...atOnce)).toMatchObject({ status: 'deployed' });
  });

  it('tells with --plan what it would do, and changes nothing', async () => {
    await rollBackTo('0012_audit_log_append_only');
    const planned = await deploy('--plan', '--steps', '25,100');
    expect(planned).toMatchObject({ exitCode: 0, status: 'planned', version: null });
    expect(planned.text).toContain(`npx wrangler versions deploy <new>@25 ${liveVersion}@75 -y`);
    expect(planned.text).toContain('0013_usage_pipeline');
    expect(planned.text).toMatch(/· bundle .*npx burgee bundle/);
    expect(planned.text).toMatch(
      / {2}npx burgee deploy --steps 25,100 --pause 0 --config \S+ --wrangler \S+$/,
    );
    expect(changes()).toEqual([]);
    expect(await database.ask('check')).toMatchObject({ verdict: 'behind' });
    await database.ask('migrate');
  });
});

describe('a deployment that is refused', () => {
  it('names everything that is missing, and changes nothing', async () => {
    account.reset({ secrets: { ADMIN_SECRET: 's' }, queues: ['burgee-usage'] });
    const refused = await deploy();
    expect(refused).toMatchObject({
      exitCode: 1,
      status: 'refused',
      error: {
        code: 'not_deployable',
        findings: [
          { object: 'secret DATABASE_URL', way_out: 'npx wrangler secret put DATABASE_URL' },
          { object: 'queue burgee-webhooks' },
        ],
      },
    });
    expect(refused.text).toContain('Nothing has been changed');
    expect(changes()).toEqual([]);
  });
});

it.each([
  ['deployments status', 'Authentication error [code: 10000]', 'log_in_refused', 'a new one of'],
  [
    'deployments status',
    "In a non-interactive environment, it's necessary to set a CLOUDFLARE_API_TOKEN",
    'not_logged_in',
    'npx wrangler login',
  ],
  ['versions view', 'fetch failed', 'cloudflare_unreachable', 'HTTPS_PROXY'],
  ['secret list', 'Something is wrong [code: 10013]', 'wrangler_failed', 'Try it by itself'],
  ['queues info', 'Authentication error [code: 10000]', 'log_in_refused', 'a new one of'],
])(
  'changes nothing where wrangler cannot say, and says why: %s, %s',
  async (call, says, code, wayOut) => {
    account.reset({ failures: [{ call, times: 9, says }] });
    const refused = await deploy();
    expect(refused).toMatchObject({ exitCode: 1, status: 'refused', error: { code } });
    expect(refused.text).toContain(says);
    expect(refused.error.way_out).toContain(wayOut);
    expect(changes()).toEqual([]);
  },
);

describe('a command of wrangler that fails', () => {
  it('leaves everybody where they are when nothing can be uploaded; the schema only grew, and stays', async () => {
    await rollBackTo('0012_audit_log_append_only');
    account.reset({ failures: [{ call: 'versions upload', times: 1 }] });
    const gone = await deploy();
    expect(gone).toMatchObject({ exitCode: 1, status: 'gone_back', version: null });
    expect(gone.text).toContain(
      `0013_usage_pipeline stays: ${liveVersion} goes on with the new schema`,
    );
    expect(answering()).toEqual(allLive);
    expect(await database.ask('check')).toMatchObject({ verdict: 'sound' });
  });

  it.each([
    ['versions deploy', false],
    ['versions deploy', true],
    ['triggers deploy', false],
    ['triggers deploy', true],
  ])('goes back: %s (after its work: %s)', async (call, isDoneAllTheSame) => {
    account.reset({ failures: [{ call, times: 1, isDoneAllTheSame }] });
    const gone = await deploy(...atOnce);
    expect(gone).toMatchObject({
      exitCode: 1,
      status: 'gone_back',
      error: { code: 'wrangler_failed' },
    });
    expect(answering()).toEqual(allLive);
  });

  it('tries again to go back, and goes back', async () => {
    account.reset({
      next: { illness: 'fails_later' },
      failures: [{ call: `versions deploy ${liveVersion}@100`, times: 2 }],
    });
    expect(await deploy(...atOnce)).toMatchObject({ status: 'gone_back' });
    expect(answering()).toEqual(allLive);
  });

  it('says what to type where it cannot go back', async () => {
    account.reset({
      next: { illness: 'fails_later' },
      failures: [{ call: `versions deploy ${liveVersion}@100`, times: 9 }],
    });
    const left = await deploy(...atOnce);
    const command = `npx wrangler versions deploy ${liveVersion}@100 -y`;
    expect(left).toMatchObject({ exitCode: 1, status: 'left', next: [command] });
    expect(left.text).toContain(command);
    expect(answering()).not.toEqual(allLive);
  });
});

it.each([
  ['not_ready', 'not_ready', 'there is nothing to serve flags from'],
  ['refuses', 'evaluation_failed', '500: internal, Something broke'],
  ['differs', 'evaluates_differently', 'admin.analytics was true and is false'],
  ['unreachable', 'version_not_reached', 'is still answered by'],
] as const)('shows a new version that is ill (%s) to nobody', async (illness, code, said) => {
  account.reset({ next: { illness } });
  const gone = await deploy();
  expect(gone).toMatchObject({ exitCode: 1, status: 'gone_back', error: { code } });
  expect(gone.text).toContain(said);
  expect(splits()).toEqual([expect.stringMatching(/@0 .*@100$/), `${liveVersion}@100`]);
  expect(answering()).toEqual(allLive);
});

it('deploys a version that evaluates differently where that is meant', async () => {
  account.reset({ next: { illness: 'differs' } });
  expect(await deploy(...atOnce, '--accept-differences')).toMatchObject({ status: 'deployed' });
});

it('goes back from a version that fails once it has visitors', async () => {
  account.reset({ next: { illness: 'fails_later' } });
  const gone = await deploy();
  expect(gone).toMatchObject({ status: 'gone_back', error: { code: 'evaluation_failed' } });
  expect(splits().at(-2)).toMatch(/@10 .*@90$/);
  expect(answering()).toEqual(allLive);
});

describe('a migration that breaks the version that runs', () => {
  it('is refused, with what the version may rely on', async () => {
    await rollBackTo('0011_rotation_signed_contexts_and_staleness');
    account.reset(running({ accepts: accepts('0011_rotation_signed_contexts_and_staleness') }));
    const refused = await deploy();
    expect(refused).toMatchObject({ status: 'refused', exitCode: 1 });
    expect(refused.error.findings).toEqual([
      expect.objectContaining({
        object: 'migration 0012_audit_log_append_only',
        reason: 'the running version may rely on what it changes: append only audit_logs',
      }),
    ]);
    expect(changes()).toEqual([]);
  });

  it('runs where the version says that it does without', async () => {
    await rollBackTo('0011_rotation_signed_contexts_and_staleness');
    account.reset(
      running({
        accepts: accepts('0011_rotation_signed_contexts_and_staleness', ['append only audit_logs']),
      }),
    );
    expect(await deploy(...atOnce)).toMatchObject({ status: 'deployed' });
  });

  it('is taken back where it was run on purpose and the deployment fails', async () => {
    await rollBackTo('0011_rotation_signed_contexts_and_staleness');
    account.reset({ next: { illness: 'not_ready' } });
    const gone = await deploy('--accept-breaking');
    expect(gone).toMatchObject({ status: 'gone_back' });
    expect(gone.text).toContain('2 migrations taken back, nothing was in them');
    const { migrations } = await database.ask('status');
    expect(migrations.at(-2)).toMatchObject({
      tag: '0012_audit_log_append_only',
      state: 'pending',
    });
  });

  it('stays where rows would be lost with it, and says so', async () => {
    await rollBackTo('0011_rotation_signed_contexts_and_staleness');
    account.reset({ next: { illness: 'not_ready' } });
    hooks.onRequest = async (path) => {
      if (path !== '/health/ready' || changes().length < 2) return;
      await database.query(
        "insert into edge_reports (id, received_at) values ('a', now()) on conflict do nothing",
      );
    };
    const left = await deploy('--accept-breaking');
    expect(left).toMatchObject({ status: 'left' });
    expect(left.text).toContain('would lose what was written to table edge_reports');
    expect(left.next[0]).toBe(
      'npx burgee rollback --to 0011_rotation_signed_contexts_and_staleness',
    );
    expect(answering()).toEqual(allLive);
    await database.query('delete from edge_reports');
  });
});

/** As a deployment leaves it that is killed when it has migrated. */
describe('a migration that breaks the version that runs, and has run already', () => {
  const tag = '0012_audit_log_append_only';
  const before = '0011_rotation_signed_contexts_and_staleness';
  const rollback = `npx burgee rollback --to ${before}`;
  beforeEach(async () => {
    await database.ask('migrate');
    account.reset(running({ accepts: accepts(before) }));
  });

  it('is told, and what was begun is ended, with nothing to be accepted anew', async () => {
    const { text } = await deploy('--plan');
    expect(text).toContain(`${tag} ran before, and it may rely on what that has changed`);
    const deployed = await deploy(...atOnce);
    expect(deployed).toMatchObject({ status: 'deployed', version_before: liveVersion });
    expect(await database.ask('check')).toMatchObject({ verdict: 'sound' });
  });

  it('is taken back where the next deployment fails too, which then has to accept it anew', async () => {
    account.change({ failures: [{ call: 'versions upload', times: 1 }] });
    const gone = await deploy(...atOnce);
    expect(gone).toMatchObject({ status: 'gone_back', version: null });
    expect(gone.text).toContain('2 migrations taken back, nothing was in them');
    expect(await database.ask('check')).toMatchObject({ verdict: 'behind' });
    expect(await deploy(...atOnce)).toMatchObject({
      status: 'refused',
      error: { findings: [{ object: `migration ${tag}` }] },
    });
  });

  it('stays where rows would be lost with it, with the command', async () => {
    account.change({ next: { illness: 'not_ready' } });
    await database.query("insert into edge_reports (id, received_at) values ('a', now())");
    const left = await deploy(...atOnce);
    await database.query('delete from edge_reports');
    expect(left).toMatchObject({ status: 'left' });
    expect(left.next[0]).toBe(rollback);
    expect(answering()).toEqual(allLive);
  });

  it('is told with what stands against the next deployment', async () => {
    account.change({ secrets: { DATABASE_URL: 'x' } });
    const refused = await deploy(...atOnce);
    expect(refused).toMatchObject({
      status: 'refused',
      error: {
        findings: [
          { object: 'secret ADMIN_SECRET' },
          {
            object: `migration ${tag}`,
            reason: expect.stringContaining(`${liveVersion} may rely on what it has changed`),
            way_out: expect.stringContaining(rollback),
          },
        ],
      },
    });
    expect(await database.ask('check')).toMatchObject({ verdict: 'sound' });
  });

  it('is nothing to tell of code that is newer, or does not say what it copes with', async () => {
    account.reset(running({ accepts: accepts('9999_of_newer_code') }));
    expect((await deploy('--plan')).text).not.toContain('ran before');
    account.reset();
    expect((await deploy('--plan')).text).not.toContain('ran before');
  });
});

describe('what no version can have by itself', () => {
  it('refuses a migration of Durable Objects, which has no way back', async () => {
    account.reset(running({ migrationTag: 'attempts' }));
    const refused = await deploy();
    expect(refused.error.findings).toEqual([
      expect.objectContaining({ object: 'Durable Object migration watchman' }),
    ]);
    expect(refused.text).toContain('npx burgee deploy --all-at-once');
    expect(changes()).toEqual([]);
    expect(await deploy('--all-at-once')).toMatchObject({ status: 'deployed' });
    expect(changes()).toEqual(['deploy']);
  });

  it('says that it stays where it fails afterwards', async () => {
    const before = running({ migrationTag: 'attempts' });
    account.reset({ ...before, next: { illness: 'not_ready' } });
    const left = await deploy('--all-at-once');
    expect(left).toMatchObject({ status: 'left', exitCode: 1 });
    expect(left.text).toContain('Cloudflare goes back behind no migration of Durable Objects');
    account.reset({ ...before, failures: [{ call: 'deploy', times: 9 }] });
    const gone = await deploy('--all-at-once');
    expect(gone).toMatchObject({ status: 'gone_back' });
    expect(gone.text).toContain('nothing was deployed');
  });

  it('makes the first deployment, with a file of secrets', async () => {
    account.change(emptyAccount());
    const refused = await deploy();
    expect(refused.error.findings).toMatchObject([
      { object: 'secret DATABASE_URL', way_out: expect.stringContaining('--secrets-file') },
      { object: 'secret ADMIN_SECRET' },
    ]);
    const file = `${account.folder}/secrets`;
    writeFileSync(file, 'DATABASE_URL=postgres://x\nADMIN_SECRET="s"\n');
    const first = await deploy('--secrets-file', file);
    expect(first).toMatchObject({ status: 'deployed', version_before: null });
    expect(changes()).toEqual([`deploy --secrets-file ${file}`]);
  });

  it('makes the first deployment where there are secrets, and nothing else of a Worker', async () => {
    const state = emptyAccount();
    putSecrets(state, { DATABASE_URL: 'postgres://x', ADMIN_SECRET: 's' });
    account.reset(state);
    expect(await deploy()).toMatchObject({ status: 'deployed' });
    expect(changes()).toEqual(['deploy']);
  });
});

it('overwrites no Worker of others that has the same name', async () => {
  const file = `${account.folder}/secrets-of-first`;
  writeFileSync(file, 'DATABASE_URL=postgres://x\nADMIN_SECRET="s"\n');
  const deployOver = (bindings: { name: string; type: string }[]) => {
    account.reset({ versions: { [liveVersion]: { bindings } }, secrets: {} });
    return deploy('--secrets-file', file);
  };
  for (const bindings of [[], [{ name: 'SHOP', type: 'd1' }]]) {
    expect(await deployOver(bindings)).toMatchObject({
      status: 'refused',
      error: {
        findings: [{ object: 'Worker burgee', reason: expect.stringContaining('overwritten') }],
      },
    });
    expect(changes()).toEqual([]);
  }
  const ofSecrets = [{ name: 'ADMIN_SECRET', type: 'secret_text' }];
  expect(await deployOver(ofSecrets)).toMatchObject({ status: 'deployed', version_before: null });
});

describe('others', () => {
  it('deploys one at a time, and says who does', async () => {
    let second: Awaited<ReturnType<typeof deploy>> | undefined;
    hooks.onRequest = async (path) => {
      if (path !== '/health/ready' || second !== undefined) return;
      delete hooks.onRequest;
      second = await deploy();
    };
    expect(await deploy(...atOnce)).toMatchObject({ status: 'deployed' });
    expect(second).toMatchObject({ exitCode: 1, error: { code: 'deployment_running' } });
    expect(second?.error.way_out).toMatch(/at once: select pg_terminate_backend\(\d+\)$/);
    expect(JSON.stringify(second)).toMatch(/burgee deploy by \S+@\S+, since \d\d:\d\d UTC/);
  });

  it('takes back a deployment that broke off, and goes on', async () => {
    const half = '22222222-2222-4222-8222-222222222222';
    const message = messageOf(50, liveVersion);
    const traffic = [half, liveVersion].map((version_id) => ({ version_id, percentage: 50 }));
    account.reset({
      versions: { [liveVersion]: wellVersion, [half]: wellVersion },
      deployments: [deploymentOf(traffic, message)],
    });
    const deployed = await deploy(...atOnce);
    expect(deployed).toMatchObject({ status: 'deployed', version_before: liveVersion });
    expect(splits()[0]).toBe(`${liveVersion}@100`);
    expect(deployed.text).toContain('an earlier deployment broke off');
    account.reset({ deployments: [deploymentOf(traffic, 'by hand')] });
    expect(await deploy()).toMatchObject({ error: { code: 'unfinished_deployment' } });
    expect(changes()).toEqual([]);
  });

  it('takes back a deployment that was killed before its version was verified', async () => {
    let killed: AccountState | undefined;
    hooks.onRequest = (path) => {
      if (path === '/admin/warm') killed ??= account.read();
    };
    await deploy(...atOnce);
    account.reset(killed);
    expect(answering()?.map(({ percentage }) => percentage)).toEqual([100, 0]);
    expect(account.read().deployments[0]?.message).toContain('not verified yet');
    expect(await deploy(...atOnce)).toMatchObject({
      status: 'deployed',
      version_before: liveVersion,
    });
    expect(splits()[0]).toBe(`${liveVersion}@100`);
  });

  it('leaves what somebody else has deployed before anybody was moved', async () => {
    const hotfix = '33333333-3333-4333-8333-333333333333';
    const versions = { [liveVersion]: wellVersion, [hotfix]: wellVersion };
    const deployments = [deploymentOf([{ version_id: hotfix, percentage: 100 }], 'hotfix')];
    hooks.onRequest = (path) => {
      if (path === '/health/ready') account.change({ versions, deployments });
    };
    const gone = await deploy();
    expect(gone).toMatchObject({ status: 'gone_back', error: { code: 'traffic_changed' } });
    expect(splits()).toEqual([]);
  });

  it('leaves the traffic alone where somebody else has changed it meanwhile', async () => {
    const theirs = [{ version_id: '33333333-3333-4333-8333-333333333333', percentage: 100 }];
    hooks.onRequest = (path, percent) => {
      if (path !== '/features' || percent === 0 || splits().length < 2) return;
      const { versions } = account.read();
      const [live] = Object.values(versions);
      if (live) versions[theirs[0]?.version_id ?? ''] = live;
      account.change({ versions, deployments: [deploymentOf(theirs, 'hotfix')] });
    };
    const left = await deploy('--steps', '50,100');
    expect(left).toMatchObject({ status: 'left', error: { code: 'traffic_changed' } });
    expect(answering()).toEqual(theirs);
  });

  it('takes back what wrangler ends late, begun by a deployment that was killed', async () => {
    const half = '22222222-2222-4222-8222-222222222222';
    const traffic = [
      { version_id: half, percentage: 10 },
      { version_id: liveVersion, percentage: 90 },
    ];
    hooks.onRequest = (path, percent) => {
      if (path !== '/features' || percent === 0 || splits().length < 2) return;
      delete hooks.onRequest;
      const versions = { ...account.read().versions, [half]: wellVersion };
      const deployments = [deploymentOf(traffic, messageOf(10, liveVersion))];
      account.change({ versions, deployments });
    };
    const gone = await deploy('--steps', '50,100');
    expect(gone).toMatchObject({ status: 'gone_back', error: { code: 'traffic_changed' } });
    expect(answering()).toEqual(allLive);
  });

  it('has gone back where somebody else has, by hand, to the version before', async () => {
    hooks.onRequest = (path, percent) => {
      if (path !== '/features' || percent === 0 || splits().length < 2) return;
      account.change({ deployments: [deploymentOf(allLive, 'by hand')] });
    };
    const gone = await deploy('--steps', '50,100');
    expect(gone).toMatchObject({ status: 'gone_back', error: { code: 'traffic_changed' } });
    expect(answering()).toEqual(allLive);
  });

  it('goes back where the connection that keeps others away is lost', async () => {
    hooks.onRequest = async (path) => {
      if (path !== '/features') return;
      await database.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'burgee deploy%' and datname = current_database()",
      );
    };
    expect(await deploy()).toMatchObject({ status: 'gone_back', error: { code: 'lock_lost' } });
    expect(answering()).toEqual(allLive);
  });
});
