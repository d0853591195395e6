import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../dev/project-root.ts';
import { openDatabase, type TestDatabase } from '../../support/burgee-command.ts';
import {
  type CloudflareStandIn,
  liveVersion,
  standInWrangler,
  startCloudflare,
  wellState,
} from '../../support/cloudflare-stand-in.ts';
import { shellBlocks } from '../../support/shell-blocks.ts';

const badVersion = '22222222-2222-4222-8222-222222222222';
const only = (version_id: string) => [{ version_id, percentage: 100 }];
const half = (version_id: string) => ({ version_id, percentage: 50 });

let database: TestDatabase;
let cloudflare: CloudflareStandIn;
beforeAll(async () => {
  [database, cloudflare] = await Promise.all([openDatabase('migrated'), startCloudflare()]);
  writeNpx();
  const { versions } = wellState();
  const live = versions[liveVersion];
  if (!live) throw new Error('nothing runs');
  cloudflare.reset({
    versions: { [liveVersion]: live, [badVersion]: live },
    history: [
      { traffic: only(liveVersion), message: '' },
      { traffic: [half(liveVersion), half(badVersion)], message: '' },
    ],
    deployment: { traffic: only(badVersion), message: '' },
  });
});
afterAll(async () => {
  await cloudflare.stop();
  await database.close();
});

/** `npx` of a reader's shell, with Cloudflare's stand-in behind wrangler. */
function writeNpx(): void {
  const path = join(cloudflare.folder, 'npx');
  const main = join(projectRoot, 'src/cli/main.ts');
  writeFileSync(
    path,
    `#!/bin/sh
case "$1 $2" in
  wrangler*) shift; exec "${process.execPath}" "${standInWrangler}" "$@" ;;
  "burgee deploy") shift; exec "${process.execPath}" "${main}" "$@" --wrangler "${standInWrangler}" --pause 0 --steps 100 ;;
  burgee*) shift; exec "${process.execPath}" "${main}" "$@" ;;
esac
`,
  );
  chmodSync(path, 0o755);
}

function runInShell(text: string): Promise<{ failed: boolean; said: string }> {
  const env = {
    ...process.env,
    ...cloudflare.env,
    PATH: `${cloudflare.folder}:${process.env.PATH}`,
    DATABASE_URL: database.databaseUrl,
    BURGEE_URL: cloudflare.url,
    BURGEE_KEY: 'bgs_production_test',
    ADMIN_SECRET: 'an-admin-secret-of-more-than-32-characters',
  };
  return new Promise((resolve) => {
    const around = { env, cwd: cloudflare.folder };
    execFile('bash', ['-euo', 'pipefail', '-c', text], around, (error, stdout, stderr) => {
      resolve({ failed: error !== null, said: stdout + stderr });
    });
  });
}

describe('docs/runbooks/bad-deploy.md', () => {
  const text = readFileSync(join(projectRoot, 'docs/runbooks/bad-deploy.md'), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block ?? '');

  it('has commands, each of which does what it says, one after the other', async () => {
    expect(blocks.length).toBeGreaterThan(5);
    for (const block of blocks) {
      const { failed, said } = await runInShell(block);
      expect({ block, said, failed }).toMatchObject({ failed: false });
      if (block.startsWith('before=')) expect(said).toContain(liveVersion);
      if (block.startsWith('now='))
        expect(cloudflare.readLog().join('\n')).toContain(`${badVersion}@0`);
      if (block.startsWith('npx burgee check')) expect(said).toContain('sound');
      if (block.includes('rollback')) expect(said).toContain('Nothing has been changed');
    }
    const log = cloudflare.readLog();
    expect(log).toContain(`versions deploy ${liveVersion}@100 -y`);
    expect(log).toContain('versions upload');
    expect(cloudflare.read().deployment?.traffic).toHaveLength(1);
  }, 180_000);
});

/** The first block of a page, but for the address of the database: that is the one of the test. */
const pasted = (page: string) =>
  (shellBlocks(page)[0] ?? '').replace(/^export DATABASE_URL=.*$/m, '').trim();

it('deploys by docs/deploy.md, with what init has kept', async () => {
  const kept = "export BURGEE_KEY='bgs_production_test'\n";
  mkdirSync(join(cloudflare.folder, '.burgee'));
  writeFileSync(join(cloudflare.folder, '.burgee/burgee.env'), kept);
  const { failed, said } = await runInShell(`unset BURGEE_KEY; ${pasted('docs/deploy.md')}`);
  expect({ said, failed }).toMatchObject({ failed: false });
  expect(said).toMatch(/can be deployed\. Nothing has been changed\..*✓ Deployed: burgee/s);
}, 60_000);

it('makes the backups of docs/backup.md, and tries the one that it keeps', async () => {
  const age = 'age() { [ "$1" = -r ] && cat; }';
  const { failed, said } = await runInShell(`${age}; ${pasted('docs/backup.md')}`);
  expect({ said, failed }).toMatchObject({ failed: false });
  expect(said).toContain('The backup is whole, and can be restored');
  const bytes = readFileSync(join(cloudflare.folder, 'nightly.ndjson.gz.age'));
  expect(gunzipSync(bytes).toString()).toContain('"burgee_backup":1');
}, 60_000);
