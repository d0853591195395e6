import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const memory = '/dev/shm';
const enoughBytes = 2 * 1024 ** 3;

/** Where to keep what is thrown away: in memory where there is plenty, else in the temporary folder. */
export function scratchFolder(): string {
  return hasRoom(memory) ? memory : tmpdir();
}

/** Either of them, as the room may have been different when an earlier run began. */
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
