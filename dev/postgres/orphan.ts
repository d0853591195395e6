import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endPostmaster } from '../processes/end-processes.ts';
import { findProcess } from '../processes/process-table.ts';

/**
 * Ends the postmaster that a killed run left on this data folder, if it lives. Only a process that
 * the folder's own lock file names and that was started on this folder is touched; a lock file
 * that names anything else is stale and removed.
 */
export async function endOrphanPostmaster(dataDir: string): Promise<number | undefined> {
  const lockFile = join(dataDir, 'postmaster.pid');
  const pid = readPid(lockFile);
  if (pid === undefined) return undefined;
  if (!isPostmasterOn(dataDir, pid)) {
    rmSync(lockFile, { force: true });
    return undefined;
  }
  await endPostmaster(pid);
  return pid;
}

function readPid(lockFile: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(lockFile, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}

function isPostmasterOn(dataDir: string, pid: number): boolean {
  const command = findProcess(pid)?.command ?? '';
  return command.includes('postgres') && command.includes(` -D ${dataDir} `);
}
