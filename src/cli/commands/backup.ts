import { resolve } from 'node:path';
import { Writable } from 'node:stream';
import { takeBackup } from '../../control/backup/take-backup.ts';
import { backupName, checkIsFree, listAbandoned, saveBackup } from '../backup-file.ts';
import type { FilesCall, Given, Report } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
import { onDatabase } from '../on-database.ts';
import { version } from '../project.ts';
import { backupReport } from '../report/backup-report.ts';
import { tellRows } from '../tell-rows.ts';

export async function run({ given, around }: FilesCall): Promise<Report> {
  const path = readOutput(given);
  return onDatabase(given, around, async ({ database, progress }) => {
    let bytes = 0;
    const request = { codeVersion: version, onRows: tellRows(progress) };
    const summary = await takeBackup(database, request, async (packed) => {
      bytes = path === undefined ? await sendToOutput(packed) : await saveBackup(path, packed);
    });
    const abandoned = path === undefined ? [] : listAbandoned(path);
    const saved = { path: path ?? null, bytes, summary, abandoned };
    return { exitCode: exitCodes.ok, ...backupReport(saved) };
  });
}

/** Undefined is standard output. Throws for a file that is there. */
function readOutput({ output }: Given): string | undefined {
  if (output === '-') return undefined;
  const path = resolve(typeof output === 'string' ? output : backupName('burgee', new Date()));
  checkIsFree(path);
  return path;
}

async function sendToOutput(packed: ReadableStream<Uint8Array>): Promise<number> {
  let bytes = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      controller.enqueue(chunk);
    },
  });
  const output = Writable.toWeb(process.stdout);
  await packed.pipeThrough(counting).pipeTo(output, { preventClose: true }).catch(notTaken);
  return bytes;
}

/** What the database says is passed on; the rest is said by whoever reads our output. */
function notTaken(error: NodeJS.ErrnoException): never {
  if (error.syscall !== 'write') throw error;
  throw new FailureError({
    code: 'not_written',
    exitCode: exitCodes.unsound,
    message: `Standard output was not taken to its end: ${error.message}. What was taken is no backup.`,
    wayOut: 'Look whether what reads it goes on to the end, and has room.',
  });
}
