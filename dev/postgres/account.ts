import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** The operating-system account that Postgres runs as when this process is root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Postgres refuses to run as root. Root's data belong to their present owner, otherwise to
 * `postgres`, otherwise to `nobody`; no account is created. Undefined when not root.
 */
export function findAccount(folder: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return ownerOf(folder) ?? accountNamed('postgres') ?? accountNamed('nobody');
}

/** Whether the account can get at a file or folder, through every folder above it. */
export function canReach(account: Account, path: string): boolean {
  const check = ['-c', 'test -r "$0" && test -x "$0"', path];
  return spawnSync('/bin/sh', check, { ...account, cwd: '/' }).status === 0;
}

function ownerOf(folder: string): Account | undefined {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats && stats.uid !== 0 ? { uid: stats.uid, gid: stats.gid } : undefined;
}

function accountNamed(name: string): Account | undefined {
  try {
    return { uid: idOf('-u', name), gid: idOf('-g', name) };
  } catch {
    return undefined;
  }
}

function idOf(option: '-u' | '-g', name: string): number {
  return Number(execFileSync('id', [option, name], { encoding: 'utf8', stdio: 'pipe' }));
}
