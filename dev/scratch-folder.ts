import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const memory = '/dev/shm';
/** Four times what all tests together need. */
const enoughBytes = 1.5 * 1024 ** 3;

/**
 * Where to keep what is thrown away: in memory where there is plenty, as a file system takes its time
 * to make and forget the files of a database; else in the temporary folder.
 */
export function scratchFolder(): string {
  return hasRoom(memory) ? memory : tmpdir();
}

/** All that it may have been for an earlier run. */
export const scratchFolders: readonly string[] = [tmpdir(), memory];

function hasRoom(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= enoughBytes;
  } catch {
    return false;
  }
}
