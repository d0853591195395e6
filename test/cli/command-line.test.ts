import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../dev/project-root.ts';
import description from '../../package.json' with { type: 'json' };
import { burgee } from '../support/burgee-command.ts';

const nowhere = {
  DATABASE_URL: 'postgres://somebody:s3cret@127.0.0.1:1/burgee',
  BURGEE_URL: 'http://127.0.0.1:1',
  ADMIN_SECRET: 's3cret',
};

it('is a file that can be executed', () => {
  const file = join(projectRoot, description.bin.burgee);
  expect(readFileSync(file, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(statSync(file).mode & 0o111).toBe(0o111);
});

it('lists its commands, and tells of each', async () => {
  const { exitCode, stdout, stderr } = await burgee(['--help']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  for (const name of ['status', 'check', 'repair', 'warm', 'bundle', 'ofrep-check']) {
    expect(stdout).toMatch(new RegExp(`^  ${name} +\\w`, 'm'));
  }
  expect(await burgee(['help', 'rollback'])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('--to <tag>'),
  });
  const help = JSON.parse((await burgee(['help', '--json'])).stdout);
  expect(help.commands.map(({ name }: { name: string }) => name)).toContain('repair');
  expect(await burgee(['--version'])).toMatchObject({ stdout: `${description.version}\n` });
});

it.each([
  [['statsu'], 'Did you mean "burgee status"?'],
  [['migrate', '--dryrun'], 'Did you mean "--dry-run"?'],
  [['check', '--to', 'x'], 'There is no option "--to" of "burgee check".'],
  [['rollback'], 'It is not said how far to go back.'],
  [['rollback', '--to'], 'Write --to <tag>.'],
  [['republish', '--list'], 'It is not said which environment.'],
  [['republish', '--environment', 'x'], 'one of --version <number>, --latest, --list'],
  [['republish', '--environment', 'x', '--version', '1.5'], 'It is not said which version.'],
  [['republish', '--environment', 'x', '--latest', '--list'], 'It is not said what to do.'],
  [['warm', '--database-url', 'x'], 'There is no option "--database-url" of "burgee warm".'],
  [['status', 'now'], '"now" means nothing here.'],
  [['status', '--json=yes'], '"--json" takes no value.'],
  [[], 'Usage'],
])('says what is wrong with %j, and ends with 64', async (args, said) => {
  const { exitCode, stdout } = await burgee(args, nowhere);
  expect(exitCode).toBe(64);
  expect(stdout).toContain(said);
});

it('says so when it is not told which database', async () => {
  const { exitCode, stdout } = await burgee(['check']);
  expect(exitCode).toBe(2);
  expect(stdout).toContain('Set DATABASE_URL=postgres://');
  expect(await burgee(['check'], { DATABASE_URL: 'mysql://x' })).toMatchObject({ exitCode: 2 });
});

it('says so when it is not told which deployment, or would send the secret in the open', async () => {
  const { exitCode, stdout } = await burgee(['warm']);
  expect([exitCode, stdout]).toEqual([2, expect.stringContaining('Set BURGEE_URL=https://')]);
  for (const BURGEE_URL of ['burgee.example.com', 'http://burgee.example.com', '']) {
    expect(await burgee(['warm'], { ...nowhere, BURGEE_URL })).toMatchObject({ exitCode: 2 });
  }
  const away = await burgee(['warm', '--json'], nowhere);
  expect(away.exitCode).toBe(2);
  expect(JSON.parse(away.stdout)).toMatchObject({
    command: 'warm',
    error: { code: 'deployment_unavailable' },
  });
  expect(away.stdout).not.toContain('s3cret');
});

it('says so when a deployment breaks off in the middle of its answer', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Length': 1_000 });
    response.write('{"environments":[', () => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const cut = { ...nowhere, BURGEE_URL: `http://127.0.0.1:${port}` };
  const { exitCode, stdout, stderr } = await burgee(['warm', '--json'], cut);
  server.close();
  expect([exitCode, stderr]).toEqual([2, '']);
  expect(JSON.parse(stdout)).toMatchObject({
    command: 'warm',
    error: {
      code: 'deployment_unavailable',
      message: expect.stringMatching(/ does not answer: ./),
      way_out: expect.stringContaining('may have been done'),
    },
  });
});

it.each(['status', 'check', 'migrate', 'repair'])(
  'ends with 2 and without the password when the database does not answer %s',
  async (command) => {
    const { exitCode, stdout, stderr } = await burgee([command, '--json'], nowhere);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ command, error: { code: 'database_unavailable' } });
    expect(stdout + stderr).not.toMatch(/s3cret|\n\s+at /);
  },
);

it('colours nothing for a pipe, and for nobody who wants none', async () => {
  const start = String.fromCharCode(27);
  expect((await burgee(['--help'])).stdout).not.toContain(start);
  expect((await burgee(['--help'], { FORCE_COLOR: '1' })).stdout).toContain(start);
  expect((await burgee(['--help'], { NO_COLOR: '1' })).stdout).not.toContain(start);
});
