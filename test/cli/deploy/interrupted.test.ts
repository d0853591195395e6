import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { liveVersion } from '../../support/stand-in-wrangler/account-state.ts';
import {
  type DeployGround,
  openDeployGround,
} from '../../support/stand-in-wrangler/open-deploy-ground.ts';

let ground: DeployGround;
beforeAll(async () => {
  ground = await openDeployGround();
});
afterAll(() => ground.close());

it('goes back when it is interrupted in the middle, and says so', async () => {
  const { account, env } = ground;
  const answering = () => account.read().deployments[0]?.versions;
  const args = ['src/cli/main.ts', 'deploy', '--wrangler', account.program, '--pause', '600'];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env } });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (said += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await expect.poll(() => answering()?.[0]?.percentage, { timeout: 50_000 }).toBe(10);
  child.kill('SIGINT');
  expect(await ended).toBe(1);
  expect(said).toContain('It was interrupted.');
  expect(said).toContain(`Gone back: ${liveVersion} answers as before.`);
  expect(answering()).toEqual([{ version_id: liveVersion, percentage: 100 }]);
}, 60_000);
