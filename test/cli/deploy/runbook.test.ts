import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { npxWith, openShell, type Shell } from '../../support/open-shell.ts';
import { shellBlocks } from '../../support/shell-blocks.ts';
import {
  deploymentOf,
  liveVersion,
  wellVersion,
} from '../../support/stand-in-wrangler/account-state.ts';
import {
  type DeployGround,
  openDeployGround,
} from '../../support/stand-in-wrangler/open-deploy-ground.ts';

const badVersion = '22222222-2222-4222-8222-222222222222';
const only = (version_id: string) => deploymentOf([{ version_id, percentage: 100 }]);

const split = deploymentOf(
  [liveVersion, badVersion].map((version_id) => ({ version_id, percentage: 50 })),
);

let ground: DeployGround;
let shell: Shell;
beforeAll(async () => {
  ground = await openDeployGround();
  ground.account.reset({
    versions: { [liveVersion]: wellVersion, [badVersion]: wellVersion },
    deployments: [only(badVersion), split, only(liveVersion)],
  });
  const wrangler = `'${process.execPath}' '${ground.account.program}'`;
  const { config, program } = ground.account;
  const quick = `--config '${config}' --wrangler '${program}' --pause 0 --steps 100`;
  shell = openShell({
    npx: `[ "$1 $2" = 'burgee deploy' ] && set -- "$@" ${quick}\n${npxWith(`${wrangler} "$@"`)}`,
  });
});
afterAll(async () => {
  shell.close();
  await ground.close();
});

it('goes back from a bad deployment by the runbook, one command after the other', async () => {
  const blocks = shellBlocks('docs/runbooks/bad-deploy.md');
  expect(blocks.length).toBeGreaterThan(5);
  for (const block of blocks) {
    const { exitCode, output } = await shell.run(block, ground.env);
    expect([block, output, exitCode]).toEqual([block, output, 0]);
    if (block.startsWith('before=')) expect(output).toContain(liveVersion);
    if (block.startsWith('now=')) {
      expect(ground.account.readLog().join('\n')).toContain(`${badVersion}@0`);
    }
    if (block.startsWith('npx burgee check')) expect(output).toContain('sound');
    if (block.includes('rollback')) expect(output).toContain('Nothing has been changed');
  }
  const log = ground.account.readLog();
  expect(log).toContain(`versions deploy ${liveVersion}@100 -y`);
  expect(log).toContain('versions upload');
  expect(ground.account.read().deployments[0]?.versions).toHaveLength(1);
}, 180_000);

/** The first block of a page, but for the address of the database: that is the one of the test. */
const pasted = (page: string) =>
  (shellBlocks(page)[0] ?? '').replace(/^export DATABASE_URL=.*$/m, '').trim();

it('deploys by docs/deploy.md, with what init has kept', async () => {
  const { BURGEE_KEY: key, ...env } = ground.env;
  mkdirSync(join(shell.folder, '.burgee'));
  writeFileSync(join(shell.folder, '.burgee/burgee.env'), `export BURGEE_KEY='${key}'\n`);
  const { exitCode, output } = await shell.run(pasted('docs/deploy.md'), env);
  expect([output, exitCode]).toEqual([output, 0]);
  expect(output).toMatch(/can be deployed\. Nothing has been changed\..*✓ Deployed: burgee/s);
}, 60_000);

it('makes the backups of docs/backup.md, and tries the one that it keeps', async () => {
  const age = 'age() { [ "$1" = -r ] && cat; }';
  const { exitCode, output } = await shell.run(`${age}; ${pasted('docs/backup.md')}`, ground.env);
  expect([output, exitCode]).toEqual([output, 0]);
  expect(output).toContain('The backup is whole, and can be restored');
  const bytes = readFileSync(join(shell.folder, 'nightly.ndjson.gz.age'));
  expect(gunzipSync(bytes).toString()).toContain('"burgee_backup":1');
}, 60_000);
