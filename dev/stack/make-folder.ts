import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * With the folders above it; nothing when it exists. Throws the system's error. Node's own recursive
 * way never returns below a folder that exists and takes no others, such as /proc.
 */
export function makeFolder(folder: string) {
  if (isFolder(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
