import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cloudflareBy } from '../../src/cli/deploy/cloudflare.ts';
import { messageOf } from '../../src/cli/deploy/traffic-message.ts';
import { findAccount } from '../../src/cli/init/account.ts';
import { run } from '../../src/cli/run.ts';
import { openWrangler } from '../../src/cli/wrangler.ts';
import { openDatabase, type TestDatabase } from '../support/burgee-command.ts';
import { openCloudflareApi } from '../support/stand-in-wrangler/open-cloudflare-api.ts';
import { openStandInAccount } from '../support/stand-in-wrangler/open-stand-in-account.ts';

/** Nothing answers at the address of what is deployed here. */
vi.mock('../../src/resource-policy.ts', async (original) => {
  const policies: typeof import('../../src/resource-policy.ts') = await original();
  const soon = { firstAnswerMilliseconds: 0, pauseMilliseconds: 1, lookMilliseconds: 1 };
  return { ...policies, deploymentPolicy: { ...policies.deploymentPolicy, ...soon } };
});

/** Each call of the real one is a process that reads 15 MB of code. */
vi.setConfig({ testTimeout: 180_000 });

const worker = `import { DurableObject } from 'cloudflare:workers';
export class Hub extends DurableObject {}
export default { fetch: () => new Response('ok'), queue() {}, scheduled() {} };
`;

const configuration = `name = "burgee"
main = "worker.js"
compatibility_date = "2026-10-01"
durable_objects.bindings = [{ name = "HUB", class_name = "Hub" }]
migrations = [{ tag = "hub", new_sqlite_classes = ["Hub"] }]
queues.producers = [{ binding = "USAGE", queue = "burgee-usage" }]
queues.consumers = [{ queue = "burgee-usage" }]
triggers.crons = ["* * * * *"]

[[kv_namespaces]]
binding = "SNAPSHOTS"
`;

const url = 'https://burgee.example.workers.dev';

/** An account, and what is asked for it: the wrangler that is installed, or its stand-in. */
async function openGround(which: string) {
  const account = openStandInAccount();
  const { folder, config } = account;
  account.change({ url });
  writeFileSync(config, configuration);
  writeFileSync(join(folder, 'worker.js'), worker);
  const api = await openCloudflareApi(account);
  const token = { CLOUDFLARE_API_TOKEN: 'a-token' };
  const real = {
    CLOUDFLARE_API_BASE_URL: api.url,
    CLOUDFLARE_ACCOUNT_ID: account.read().accounts[0]?.id ?? '',
    WRANGLER_LOG_PATH: folder,
    // Where a log-in of whoever runs the tests would be found.
    HOME: folder,
    XDG_CONFIG_HOME: folder,
  };
  const program = which === 'wrangler' ? undefined : account.program;
  const env = { ...account.env, ...token, ...(program === undefined && real) };
  const wrangler = openWrangler({ program, config, env });
  const close = () => {
    api.close();
    account.close();
  };
  return { account, config, program, env, wrangler, cloudflare: cloudflareBy(wrangler), close };
}

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase('empty');
});
afterAll(() => database.close());

describe.each(['wrangler', 'the stand-in'])('%s', (which) => {
  let ground: Awaited<ReturnType<typeof openGround>>;
  beforeAll(async () => {
    ground = await openGround(which);
  });
  afterAll(() => ground.close());

  it('says where nobody is logged in, where the log-in is refused, and where there is no network', async () => {
    const { account, config, wrangler, cloudflare, program, env } = ground;
    account.change({ isLoggedIn: false });
    const failsBy = (code: string) => ({ failure: { code } });
    await expect(findAccount(wrangler, {}, {})).rejects.toMatchObject(failsBy('log_in_refused'));
    const asked = cloudflare.findDeployment();
    await expect(asked).rejects.toThrow(
      /wrangler deployments status: .*Authentication error \[code: 10000\]$/,
    );
    await expect(asked).rejects.toMatchObject(failsBy('log_in_refused'));
    const without = { ...env, CLOUDFLARE_API_TOKEN: '' };
    const loggedOut = openWrangler({ program, config, env: without });
    await expect(findAccount(loggedOut, {}, {})).rejects.toMatchObject(failsBy('not_logged_in'));
    account.change({ failures: [{ call: 'whoami', says: 'fetch failed', times: 1 }] });
    const away = { ...env, CLOUDFLARE_API_BASE_URL: 'http://127.0.0.1:1' };
    await expect(
      findAccount(openWrangler({ program, config, env: away }), {}, {}),
    ).rejects.toMatchObject(failsBy('cloudflare_unreachable'));
    account.change({ isLoggedIn: true });
  });

  it('sets an account up as init asks it to', async () => {
    const { account, config, program, env, cloudflare } = ground;
    expect(await cloudflare.findDeployment()).toBeUndefined();
    const args = ['init', '--yes', '--config', config, ...(program ? ['--wrangler', program] : [])];
    const around = { env: { ...env, DATABASE_URL: database.databaseUrl }, progress: () => {} };
    const { document } = await run(args, around);
    expect(document).toMatchObject({
      error: {
        code: 'deployment_unavailable',
        message: expect.stringContaining(url),
        done: expect.arrayContaining([
          'Cloudflare: account Example, as ana@example.com',
          'KV namespace: created burgee-snapshots, its id is in wrangler.toml',
          'Queue burgee-usage: created',
          'Secrets: set DATABASE_URL and ADMIN_SECRET',
        ]),
      },
    });
    const { namespaces, queues, secrets } = account.read();
    expect(queues).toEqual(['burgee-usage']);
    expect(secrets).toMatchObject({ DATABASE_URL: database.databaseUrl });
    expect(namespaces).toEqual([{ id: expect.any(String), title: 'burgee-snapshots' }]);
    expect(readFileSync(config, 'utf8')).toContain(`id = "${namespaces[0]?.id}"`);
  });

  it('tells deploy what there is', async () => {
    const { account, cloudflare } = ground;
    const live = account.read().deployments[0]?.versions[0]?.version_id ?? '';
    const { migrationTag, bindings } = await cloudflare.getVersion(live);
    expect(migrationTag).toBe('hub');
    expect(bindings).toEqual(
      expect.arrayContaining([
        { name: 'SNAPSHOTS', type: 'kv_namespace' },
        { name: 'HUB', type: 'durable_object_namespace' },
        { name: 'ADMIN_SECRET', type: 'secret_text' },
      ]),
    );
    expect(await cloudflare.listSecrets()).toEqual(['DATABASE_URL', 'ADMIN_SECRET']);
    expect(await cloudflare.listNamespaces()).toEqual(
      account.read().namespaces.map(({ id }) => id),
    );
    expect(await cloudflare.hasQueue('burgee-usage')).toBe(true);
  });

  it('does what deploy asks it to', async () => {
    const { account, wrangler, cloudflare } = ground;
    const before = account.read();
    const live = before.deployments[0]?.versions[0]?.version_id ?? '';
    const version = await cloudflare.upload();
    expect(Object.keys(account.read().versions)).toEqual([
      ...Object.keys(before.versions),
      version,
    ]);
    expect(account.read().deployments).toEqual(before.deployments);
    const traffic = [
      { version, percent: 0 },
      { version: live, percent: 100 },
    ];
    const message = messageOf(100, live);
    await cloudflare.shift(traffic, message);
    expect(await cloudflare.findDeployment()).toEqual({ traffic, message });
    await cloudflare.applyTriggers();
    expect(account.read().triggers).toBe(before.triggers + 1);
    const list = await wrangler.ask<{ versions: object[] }[]>(['deployments', 'list', '--json']);
    expect(list.slice(-2).map(({ versions }) => versions.length)).toEqual([1, 2]);
  });

  it('makes what is bound with the first deployment, and sets the secrets of a file', async () => {
    const { account, config, cloudflare } = ground;
    account.reset({ url });
    writeFileSync(config, configuration);
    const file = join(account.folder, 'secrets');
    writeFileSync(file, 'DATABASE_URL=postgres://x\nADMIN_SECRET=s\n');
    const version = await cloudflare.deployAtOnce(file);
    const { namespaces, queues, secrets, deployments, versions } = account.read();
    expect(deployments.map((each) => each.versions)).toEqual([
      [{ version_id: version, percentage: 100 }],
    ]);
    expect(namespaces).toEqual([{ id: expect.any(String), title: 'burgee-snapshots' }]);
    expect(queues).toEqual(['burgee-usage']);
    expect(secrets).toEqual({ DATABASE_URL: 'postgres://x', ADMIN_SECRET: 's' });
    expect(versions[version]).toMatchObject({ migrationTag: 'hub' });
  });
});
