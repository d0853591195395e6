import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './account.ts';
import type { PostgresBinaries } from './binaries.ts';

export interface Cluster {
  readonly dataDir: string;
  readonly password: string;
}

export interface ClusterRequest {
  readonly home: string;
  readonly account: Account | undefined;
  readonly binaries: PostgresBinaries;
}

/** Finds the cluster in the folder or makes it; an attempt that was cut short is begun again. */
export function prepareCluster(request: ClusterRequest): Cluster {
  const dataDir = join(request.home, 'data');
  const passwordFile = join(request.home, 'password');
  if (!existsSync(dataDir)) createCluster({ ...request, dataDir, passwordFile });
  return { dataDir, password: readFileSync(passwordFile, 'utf8').trim() };
}

function createCluster(request: ClusterRequest & { dataDir: string; passwordFile: string }) {
  const unfinished = `${request.dataDir}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  writePassword(request.passwordFile, request.account);
  initialise(request, unfinished);
  renameSync(unfinished, request.dataDir);
}

function writePassword(file: string, account: Account | undefined) {
  rmSync(file, { force: true });
  writeFileSync(file, `${randomBytes(18).toString('hex')}\n`, { mode: 0o600 });
  if (account) chownSync(file, account.uid, account.gid);
}

/** The same encoding and collation as a Neon database, whatever locales the machine has. */
function initialise(request: ClusterRequest & { passwordFile: string }, dataDir: string) {
  const options = [
    `--pgdata=${dataDir}`,
    `--pwfile=${request.passwordFile}`,
    '--username=postgres',
    '--auth=password',
    '--encoding=UTF8',
    '--no-locale',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--set=scram_iterations=1',
    '--no-sync',
    '--no-instructions',
  ];
  const outcome = spawnSync(request.binaries.initdb, options, {
    ...request.account,
    cwd: request.home,
    env: { LC_ALL: 'C', PATH: process.env.PATH },
    encoding: 'utf8',
  });
  if (outcome.status !== 0) {
    throw new Error(`initdb failed: ${outcome.stderr || outcome.error?.message}`);
  }
}
