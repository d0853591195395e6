import { lstatSync, readFileSync, rmSync } from 'node:fs';
import { formatLock, type LockContent, parseLock } from './lock-content.ts';
import { createPrivateFile, writePrivateFile } from './private-file.ts';
import { isAlive } from './recorded-process.ts';
import { StartError } from './start-error.ts';

export type LockOutcome =
  | { readonly kind: 'created' }
  /** `earlier` is undefined when what was there was written by no run. */
  | { readonly kind: 'replaced'; readonly earlier: LockContent | undefined }
  | { readonly kind: 'held'; readonly holder: LockContent };

/**
 * Of any number of processes that ask at once exactly one gets the file. It inherits what a dead one
 * has left running, so that nothing is forgotten when it is killed in turn.
 */
export function takeLockFile(file: string, own: LockContent): LockOutcome {
  for (;;) {
    const outcome = tryToTake(file, own);
    if (outcome) return outcome;
  }
}

/** Undefined when the file changed meanwhile. */
function tryToTake(file: string, own: LockContent): LockOutcome | undefined {
  if (createPrivateFile(file, formatLock(own))) return { kind: 'created' };
  const found = read(file);
  if (found === 'absent') return undefined;
  if (found && isAlive(found)) return { kind: 'held', holder: found };
  return replaceStale(file, own);
}

/**
 * A stale lock is replaced only by the holder of a second lock, which looks again first: without it
 * the slower of two would replace the new lock of the faster. Never awaits; a process that dies
 * within leaves a second lock that is stale, and is replaced in the same way.
 */
function replaceStale(file: string, own: LockContent): LockOutcome | undefined {
  const guard = `${file}.takeover`;
  const permission = tryToTake(guard, own);
  if (permission === undefined || permission.kind === 'held') return permission;
  try {
    const earlier = read(file);
    if (earlier === 'absent' || (earlier && isAlive(earlier))) return undefined;
    const { postgres = null, wrangler = null } = earlier ?? {};
    writePrivateFile(file, formatLock({ ...own, postgres, wrangler }));
    return { kind: 'replaced', earlier };
  } finally {
    rmSync(guard, { force: true });
  }
}

/** Undefined for a file that no run has written. Throws StartError for what is no file. */
function read(file: string): LockContent | 'absent' | undefined {
  const entry = lstatSync(file, { throwIfNoEntry: false });
  if (!entry) return 'absent';
  if (!entry.isFile()) {
    throw new StartError(
      `${file} must be a file of ours, and is something else`,
      'move it away, or use another folder with DEV_DIR',
    );
  }
  try {
    return parseLock(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'absent';
    throw error;
  }
}
