import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../support/burgee-command.ts';
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
    // What fetches the newer code, and what locks and opens a file, are not ours.
    git: '[ "$*" = pull ]',
    npm: '[ "$*" = ci ]',
    age: 'case "$1" in -r) cat ;; -d) cat "$4" ;; *) exit 1 ;; esac',
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
    const output = await paste(block, ground.env);
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

/** But for the address of the database: that is the one of the test. */
const withoutAddress = (block = '') => block.replace(/^export DATABASE_URL=.*$/m, '').trim();

async function paste(block: string | undefined, env: Readonly<Record<string, string>>) {
  const { exitCode, output } = await shell.run(withoutAddress(block), env);
  expect([block, output, exitCode]).toEqual([block, output, 0]);
  return output;
}

it('deploys by docs/deploy.md, with what init has kept', async () => {
  const { BURGEE_KEY: key, ...env } = ground.env;
  mkdirSync(join(shell.folder, '.burgee'));
  writeFileSync(join(shell.folder, '.burgee/burgee.env'), `export BURGEE_KEY='${key}'\n`);
  const [first] = shellBlocks('docs/deploy.md');
  const output = await paste(first, env);
  expect(output).toMatch(/can be deployed\. Nothing has been changed\..*✓ Deployed: burgee/s);
});

it('deploys newer code by docs/upgrading.md', async () => {
  const [upgrade, ...others] = shellBlocks('docs/upgrading.md');
  expect(others).toEqual([]);
  const output = await paste(upgrade, ground.env);
  expect(output).toMatch(/can be deployed\. Nothing has been changed\..*✓ Deployed: burgee/s);
});

it('saves, restores and opens by docs/backup.md; what it fetches from R2 is tried with the runbook', async () => {
  const [save, restore, open, fetchFromBucket, ...others] = shellBlocks('docs/backup.md');
  expect(fetchFromBucket).toMatch(/^npx wrangler r2 object get /);
  expect(others).toEqual([]);
  const whole = 'The backup is whole, and can be restored';
  expect(await paste(save, ground.env)).toContain(whole);
  const bytes = readFileSync(join(shell.folder, 'nightly.ndjson.gz.age'));
  expect(gunzipSync(bytes).toString()).toContain('"burgee_backup":1');
  const empty = await openDatabase('empty');
  try {
    const restored = await paste(restore, { ...ground.env, DATABASE_URL: empty.databaseUrl });
    expect(restored).toMatch(
      /✓ Restored .*\n.*after \d+ migrations(.|\n)*✓ Restored (.|\n)*The way back/,
    );
  } finally {
    await empty.close();
  }
  expect(await paste(open, ground.env)).toContain(whole);
  expect(existsSync(join(shell.folder, 'opened.ndjson.gz'))).toBe(false);
});
