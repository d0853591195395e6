import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceBundle } from '../bundle-file.ts';

/** The bundle that a deployment has put another one in the place of, for as long as that is there. */
interface Aside {
  readonly before: string;
  /** SHA-256 in hex of what is in its place: what is changed by then is somebody's own. */
  readonly replacedBy: string;
}

/** Beside `wrangler.toml`, where git does not look. */
export const asidePathOf = (configPath: string): string =>
  join(dirname(configPath), '.burgee/bundle-before-deploy.json');

/** For whoever comes next, where this process is killed before it has put it back. */
export function putAside(asidePath: string, before: string, now: string): void {
  const aside: Aside = { before, replacedBy: hashOf(now) };
  mkdirSync(dirname(asidePath), { recursive: true, mode: 0o700 });
  writeFileSync(asidePath, JSON.stringify(aside));
}

/** Puts back what a deployment that was killed has left aside; without one, does nothing. */
export function takeBack(asidePath: string, bundlePath: string): void {
  const aside = findAside(asidePath);
  const isStillThere = aside && existsSync(bundlePath) && hashIn(bundlePath) === aside.replacedBy;
  if (isStillThere) replaceBundle(bundlePath, aside.before);
  rmSync(asidePath, { force: true });
}

/** Undefined also where it was cut off: then nothing was replaced yet. */
function findAside(asidePath: string): Aside | undefined {
  try {
    return JSON.parse(readFileSync(asidePath, 'utf8'));
  } catch {
    return undefined;
  }
}

const hashIn = (path: string): string => hashOf(readFileSync(path, 'utf8'));
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
