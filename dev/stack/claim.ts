import { mkdirSync } from 'node:fs';
import { choosePort } from './choose-port.ts';
import { type EarlierRun, readDevFile } from './dev-file.ts';
import { acquireLock, type Lock } from './lock.ts';
import type { Start } from './start.ts';
import { StartError } from './start-error.ts';

/** The folder and port that are this run's until it ends. */
export interface Claim {
  lock: Lock;
  port: number;
  url: string;
  earlier: EarlierRun;
}

/** A run that holds the folder is named before the port, which it holds as well. */
export async function claimFolderAndPort({ settings, progress, teardown }: Start): Promise<Claim> {
  const { devDir, devDirName } = settings;
  makeFolder(devDir, devDirName);
  const lock = await acquireLock({ devDir, devDirName, note: progress.note });
  teardown.add(lock.release);
  const port = await choosePort(settings.port);
  const url = `http://127.0.0.1:${port}`;
  lock.update({ url });
  return { lock, port, url, earlier: readDevFile(devDir) };
}

function makeFolder(devDir: string, devDirName: string) {
  try {
    mkdirSync(devDir, { recursive: true });
  } catch (error) {
    throw new StartError(
      `cannot make the folder ${devDirName}: ${error instanceof Error ? error.message : error}`,
      'choose another: DEV_DIR=/tmp/burgee npm run dev',
    );
  }
}
