import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, type TestDatabase } from '../../support/burgee-command.ts';
import {
  type CloudflareStandIn,
  liveVersion,
  standInWrangler,
  startCloudflare,
} from '../../support/cloudflare-stand-in.ts';

let database: TestDatabase;
let cloudflare: CloudflareStandIn;
beforeAll(async () => {
  [database, cloudflare] = await Promise.all([openDatabase('migrated'), startCloudflare()]);
});
afterAll(async () => {
  await cloudflare.stop();
  await database.close();
});

it('goes back when it is interrupted in the middle, and says so', async () => {
  const args = ['src/cli/main.ts', 'deploy', '--wrangler', standInWrangler, '--pause', '600'];
  const child = spawn(process.execPath, args, {
    env: {
      ...process.env,
      ...cloudflare.env,
      DATABASE_URL: database.databaseUrl,
      BURGEE_URL: cloudflare.url,
      BURGEE_KEY: 'bgs_production_test',
      ADMIN_SECRET: 'an-admin-secret-of-more-than-32-characters',
    },
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (said += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await expect
    .poll(() => cloudflare.read().deployment?.traffic[0]?.percentage, { timeout: 50_000 })
    .toBe(10);
  child.kill('SIGINT');
  expect(await ended).toBe(1);
  expect(said).toContain('It was interrupted.');
  expect(said).toContain(`Gone back: ${liveVersion} answers as before.`);
  expect(cloudflare.read().deployment?.traffic).toEqual([
    { version_id: liveVersion, percentage: 100 },
  ]);
}, 60_000);
