import { createReadStream, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { BackupError } from '../control/backup/backup-error.ts';
import type { BackupSource } from '../control/backup/read-backup.ts';
import { exitCodes } from './exit-codes.ts';
import { FailureError } from './failure.ts';

/** `burgee-2026-11-23T06-52-11.402Z.ndjson.gz`: to the millisecond, as two may be made in one second. */
export const backupName = (prefix: string, at: Date): string =>
  `${prefix}-${at.toISOString().replaceAll(':', '-')}.ndjson.gz`;

/** Throws for a file that is there: it may be the only backup. */
export function checkIsFree(path: string): void {
  if (!existsSync(path)) return;
  throw new FailureError({
    code: 'file_exists',
    exitCode: exitCodes.unsound,
    message: `${path} is there already, and stays as it is.`,
    wayOut: 'Name another file with --output, or leave it out: then it is named after the time.',
  });
}

/**
 * Writes what comes beside `path`, for the owner alone, and gives it its name when all of it is on the
 * disk: under its name is a whole backup or nothing, and what came to be there meanwhile stays. Whoever interrupts
 * it leaves nothing. Returns how many bytes it has.
 */
export async function saveBackup(
  path: string,
  packed: ReadableStream<Uint8Array>,
): Promise<number> {
  const partial = `${path}.${process.pid}.partial`;
  let isOurs = false;
  let file: FileHandle | undefined;
  const forgetSignals = onSignal(() => isOurs && rmSync(partial, { force: true }));
  try {
    file = await open(partial, 'wx', 0o600).catch(notWritten(path));
    isOurs = true;
    let bytes = 0;
    for await (const chunk of packed) {
      await file.writeFile(chunk).catch(notWritten(path));
      bytes += chunk.byteLength;
    }
    await file.sync().catch(notWritten(path));
    await file.close();
    checkIsFree(path);
    renameSync(partial, path);
    return bytes;
  } catch (error) {
    await packed.cancel().catch(() => {});
    await file?.close().catch(() => {});
    if (isOurs) rmSync(partial, { force: true });
    throw error;
  } finally {
    forgetSignals();
  }
}

/** Beside `path`: what backups that were killed have left, in the order of their names. */
export function listAbandoned(path: string): readonly string[] {
  const folder = dirname(path);
  return readdirSync(folder)
    .filter((name) => {
      const [, of = '', pid] = /^(.+)\.(\d+)\.partial$/.exec(name) ?? [];
      const isBackup = of === basename(path) || of.endsWith('.ndjson.gz');
      return isBackup && !isRunning(Number(pid));
    })
    .toSorted()
    .map((name) => join(folder, name));
}

/** Of whomever. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Does it before a signal ends this process, as it would have. Returns what takes that back. */
function onSignal(work: () => void): () => void {
  const forget = () => {
    for (const name of signals) process.off(name, end);
  };
  const end = (name: NodeJS.Signals) => {
    work();
    forget();
    process.kill(process.pid, name);
  };
  for (const name of signals) process.on(name, end);
  return forget;
}

const notWritten = (path: string) => (error: Error) => {
  throw new BackupError('not_written', {
    message: `${path} could not be written: ${error.message}. Nothing is there under that name that was not before.`,
    wayOut: 'Look at the rights of its folder and the room on its disk.',
  });
};

/** Throws where there is no such file. */
export function openBackup(path: string): BackupSource {
  if (!existsSync(path) || !statSync(path).isFile()) {
    throw new FailureError({
      code: 'no_such_file',
      exitCode: exitCodes.unsound,
      message: `There is no file ${path}.`,
      wayOut: 'Name one that "npx burgee backup" wrote, or that was fetched from the bucket.',
    });
  }
  return () => createReadStream(path);
}
