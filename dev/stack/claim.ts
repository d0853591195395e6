import { choosePort } from './choose-port.ts';
import { type EarlierRun, readDevFile } from './dev-file.ts';
import { acquireLock, type Lock } from './lock.ts';
import { makeFolder } from './make-folder.ts';
import type { Start } from './start.ts';
import { startCommand } from './start-command.ts';
import { StartError } from './start-error.ts';

/** The folder and port that are this run's until it ends. */
export interface Claim {
  readonly lock: Lock;
  readonly port: number;
  readonly url: string;
  readonly earlier: EarlierRun;
}

/** A run that holds the folder is named before the port, which it holds as well. */
export async function claimFolderAndPort(start: Start): Promise<Claim> {
  const { settings, teardown } = start;
  const lock = await lockFolder(start);
  teardown.add(lock.release);
  const port = await choosePort(settings);
  const url = `http://127.0.0.1:${port}`;
  lock.update({ url });
  return { lock, port, url, earlier: readDevFile(settings.devDir) };
}

async function lockFolder({ settings, progress }: Start): Promise<Lock> {
  try {
    makeFolder(settings.devDir);
    return await acquireLock(settings, progress.note);
  } catch (error) {
    if (!isFileError(error)) throw error;
    throw new StartError(
      `cannot keep anything in the folder ${settings.devDirName}: ${error.message}`,
      `choose another: ${startCommand({ ...settings.given, DEV_DIR: '/tmp/burgee' })}`,
    );
  }
}

/** Of the system's errors, only those about a file name a path. */
function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'path' in error;
}
