import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../../src/cli/run.ts';
import { liveVersion, wellVersion } from '../../support/stand-in-wrangler/account-state.ts';
import {
  type DeployGround,
  openDeployGround,
} from '../../support/stand-in-wrangler/open-deploy-ground.ts';

let ground: DeployGround;
beforeAll(async () => {
  ground = await openDeployGround();
  await ground.database.ask('repair');
});
afterAll(() => ground.close());

function startDeploying(wrangler: string, ...more: readonly string[]) {
  const files = ['--config', ground.account.config, '--wrangler', wrangler];
  const args = ['src/cli/main.ts', 'deploy', ...files, '--pause', '600', ...more];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...ground.env } });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk) => {
      said[name] += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { said, ended, interrupt: () => child.kill('SIGINT'), kill: () => child.kill('SIGKILL') };
}

const answering = () => ground.account.read().deployments[0]?.versions;
const allLive = [{ version_id: liveVersion, percentage: 100 }];

it('goes back when it is interrupted in the middle, and says so', async () => {
  const { said, ended, interrupt } = startDeploying(ground.account.program);
  await expect.poll(() => answering()?.[0]?.percentage, { timeout: 50_000 }).toBe(10);
  interrupt();
  expect(await ended).toBe(1);
  expect(said.stdout).toContain('It was interrupted.');
  expect(said.stdout).toContain(`Gone back: ${liveVersion} answers as before.`);
  expect(answering()).toEqual(allLive);
});

/** Never ends an upload, nor does what it has started for it; the rest is as always. */
const endless = (file: string) => `import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
if (process.argv[3] === 'upload') {
  const builder = spawn('sleep', ['600']);
  writeFileSync('${file}', process.pid + ' ' + builder.pid);
} else await import('${ground.account.program}');
`;

const isRunning = (pid: number): boolean => {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', `${pid}`], { encoding: 'utf8' });
  return /^[^Z]/.test(stdout.trim());
};

it('ends what wrangler is doing when it is interrupted twice, and says where things are left', async () => {
  const file = join(ground.account.folder, 'processes');
  const wrangler = join(ground.account.folder, 'endless.mjs');
  writeFileSync(wrangler, endless(file));
  const { said, ended, interrupt } = startDeploying(wrangler);
  await expect
    .poll(() => existsSync(file) && readFileSync(file, 'utf8'), { timeout: 50_000 })
    .toBeTruthy();
  const processes = readFileSync(file, 'utf8').split(' ').map(Number);
  expect(processes.map(isRunning)).toEqual([true, true]);
  const { bundle } = ground.account;
  expect(readFileSync(bundle, 'utf8')).toContain('"production"');
  interrupt();
  await expect.poll(() => said.stderr).toContain('Interrupted: going back');
  interrupt();
  expect(await ended).toBe(130);
  expect(said.stderr).toContain('Nobody was moved to a new version.');
  await expect.poll(() => processes.map(isRunning)).toEqual([false, false]);
  expect(readFileSync(bundle, 'utf8')).toBe('{ "snapshots": [] }\n');
  expect(answering()).toEqual(allLive);
});

it('is taken up by the next one where it is killed: the migration that breaks what runs, and the bundle', async () => {
  const { account, database, env } = ground;
  const tag = '0011_rotation_signed_contexts_and_staleness';
  await database.ask('rollback', '--to', tag, '--yes');
  const accepts = { schema_min: tag, schema_max: tag, schema_copes_with: [] };
  account.reset({ versions: { [liveVersion]: { ...wellVersion, accepts } } });
  const file = join(account.folder, 'killed');
  const wrangler = join(account.folder, 'endless.mjs');
  writeFileSync(wrangler, endless(file));
  const { ended, kill } = startDeploying(wrangler, '--accept-breaking');
  await expect
    .poll(() => existsSync(file) && readFileSync(file, 'utf8'), { timeout: 60_000 })
    .toBeTruthy();
  kill();
  await ended;
  for (const pid of readFileSync(file, 'utf8').split(' ').map(Number)) process.kill(pid, 'SIGKILL');
  expect(readFileSync(account.bundle, 'utf8')).toContain('"production"');
  expect(await database.ask('check')).toMatchObject({ verdict: 'sound' });
  const files = ['--config', account.config, '--wrangler', account.program];
  const around = { env: { ...process.env, ...env }, progress: () => {} };
  const refused = await run(['deploy', ...files, '--all-at-once'], around);
  expect(refused.document).toMatchObject({ status: 'refused' });
  expect(readFileSync(account.bundle, 'utf8')).toBe('{ "snapshots": [] }\n');
  const { document } = await run(['deploy', ...files, '--pause', '0', '--steps', '100'], around);
  expect(document).toMatchObject({ status: 'deployed', version_before: liveVersion });
  expect(JSON.stringify(document)).toContain('0012_audit_log_append_only ran before');
  expect(readFileSync(account.bundle, 'utf8')).toBe('{ "snapshots": [] }\n');
});
