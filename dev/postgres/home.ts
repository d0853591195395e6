import { createHash } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Account, canReach } from './account.ts';
import { prepareOutsideRoot } from './outside-root.ts';

export interface HomeRequest {
  readonly folder: string;
  readonly account: Account | undefined;
  readonly note: (message: string) => void;
}

/**
 * The folder that holds a cluster and its password. Where the account cannot reach it, it is a link
 * to a folder outside; whoever deletes the link deletes the data, as with a plain folder.
 */
export function prepareHome({ folder, account, note }: HomeRequest): string {
  mkdirSync(dirname(folder), { recursive: true });
  if (!account) return ownedFolder(folder, account);
  if (isLink(folder)) return ownedFolder(realpathSync(folder), account);
  ownedFolder(folder, account);
  if (canReach(account, folder)) return folder;
  if (existsSync(join(folder, 'data'))) throw new Error(closedFolderMessage(folder));
  return moveOutside({ folder, account, note });
}

function moveOutside({ folder, account, note }: HomeRequest): string {
  const outside = outsideFolderFor(folder);
  rmSync(outside, { recursive: true, force: true });
  ownedFolder(outside, account);
  rmSync(folder, { recursive: true });
  symlinkSync(outside, folder);
  note(`Postgres data are kept in ${outside}: its account may not enter ${dirname(folder)}`);
  return outside;
}

function outsideFolderFor(folder: string): string {
  const path = join(realpathSync(dirname(folder)), basename(folder));
  return join(prepareOutsideRoot(), createHash('sha256').update(path).digest('hex').slice(0, 16));
}

function ownedFolder(folder: string, account: Account | undefined): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account) chownSync(folder, account.uid, account.gid);
  return folder;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function closedFolderMessage(folder: string): string {
  return `the account that runs Postgres may not enter ${folder}; open the folders above it (chmod a+x) or use another DEV_DIR`;
}
