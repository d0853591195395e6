import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { endPostmaster, endProcessGroup } from '../processes/end-processes.ts';
import { findProcess, listProcesses } from '../processes/process-table.ts';
import { createPrivateFile, readJsonFile, writePrivateFile } from './private-file.ts';
import { StartError } from './start-error.ts';

/** A process as it was when it was recorded; its pid may have passed to another since. */
export interface RecordedProcess {
  readonly pid: number;
  readonly startMark: string;
}

/** What `$DEV_DIR/dev.lock` holds while a run lives, and after it was killed. */
export interface LockContent extends RecordedProcess {
  /** Null until the port is chosen. */
  readonly url: string | null;
  /** See handleFaults; null when Neon itself is the database. */
  readonly neon_faults_url: string | null;
  readonly postgres: RecordedProcess | null;
  readonly wrangler: RecordedProcess | null;
}

export interface Lock {
  readonly update: (change: Partial<LockContent>) => void;
  readonly release: () => void;
}

export interface LockRequest {
  readonly devDir: string;
  readonly devDirName: string;
  readonly note: (message: string) => void;
}

/**
 * One run for each DEV_DIR. Throws StartError while another lives; ends what a dead one left, each
 * process only after it proved to be the recorded one.
 */
export async function acquireLock(request: LockRequest): Promise<Lock> {
  const file = join(request.devDir, 'dev.lock');
  const content: LockContent = {
    ...recordProcess(process.pid),
    url: null,
    neon_faults_url: null,
    postgres: null,
    wrangler: null,
  };
  while (!createPrivateFile(file, toText(content))) await takeOver(file, request);
  return {
    update: (change) => writePrivateFile(file, toText(Object.assign(content, change))),
    release: () => rmSync(file, { force: true }),
  };
}

export function recordProcess(pid: number): RecordedProcess {
  return { pid, startMark: findProcess(pid)?.startMark ?? '' };
}

function toText(content: LockContent): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}

async function takeOver(file: string, { devDirName, note }: LockRequest) {
  const holder = readJsonFile(file) as Partial<LockContent> | undefined;
  if (holder && isAlive(holder)) throw alreadyRunning(holder, devDirName);
  note(`an earlier run (process ${holder?.pid ?? 'unknown'}) was killed; tidying up after it`);
  await endWrangler(holder?.wrangler, note);
  await endPostgres(holder?.postgres, note);
  rmSync(file, { force: true });
}

async function endWrangler(
  recorded: RecordedProcess | null | undefined,
  note: LockRequest['note'],
) {
  if (!recorded || isReplaced(recorded)) return;
  const { pid } = recorded;
  const members = listProcesses().filter((entry) => entry.groupId === pid);
  if (!members.some(({ command }) => /wrangler|workerd|esbuild/.test(command))) return;
  await endProcessGroup(pid);
  note(`ended its wrangler and workerd (process group ${pid})`);
}

async function endPostgres(
  recorded: RecordedProcess | null | undefined,
  note: LockRequest['note'],
) {
  if (!recorded || !isAlive(recorded)) return;
  await endPostmaster(recorded.pid);
  note(`ended its Postgres (process ${recorded.pid})`);
}

function isAlive({ pid, startMark }: Partial<RecordedProcess>): boolean {
  return pid !== undefined && findProcess(pid)?.startMark === startMark;
}

/** A group outlives its leader, so a leader that is gone proves nothing. */
function isReplaced(recorded: RecordedProcess): boolean {
  return findProcess(recorded.pid) !== undefined && !isAlive(recorded);
}

function alreadyRunning({ pid, url }: Partial<LockContent>, devDirName: string): StartError {
  return new StartError(
    `already running on ${devDirName}: process ${pid}${url ? `, ${url}` : ''}`,
    `stop it with Ctrl-C in its terminal or with \`kill ${pid}\`, or start a second one beside it: DEV_DIR=.dev-2 PORT=8788 npm run dev`,
  );
}
