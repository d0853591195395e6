import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project.ts';

/** What `wrangler deploy` embeds. */
export const bundlePath = join(projectRoot, 'src/snapshot/bundle.json');

/** Flags by environment; nothing where there is no such file, or it is none of ours. */
export function readBundledCounts(path: string): ReadonlyMap<string, number> {
  try {
    const { snapshots }: { snapshots: readonly Snapshot[] } = JSON.parse(
      readFileSync(path, 'utf8'),
    );
    return new Map(snapshots.map(({ environment, flags }) => [environment, flags.length]));
  } catch {
    return new Map();
  }
}

interface Snapshot {
  readonly environment: string;
  readonly flags: readonly unknown[];
}

/** The bundle that was there stays whole until the new one is. */
export function replaceBundle(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
