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
  const quick = `--wrangler '${ground.account.program}' --pause 0 --steps 100`;
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
    if (block.startsWith('npx burgee check')) expect(output).toContain('sound');
    if (block.includes('rollback')) expect(output).toContain('Nothing has been changed');
  }
  const log = ground.account.readLog();
  expect(log).toContain(`versions deploy ${liveVersion}@100 -y`);
  expect(log).toContain('versions upload');
  expect(ground.account.read().deployments[0]?.versions).toHaveLength(1);
}, 180_000);
