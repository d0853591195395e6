import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listProcesses } from '../../dev/processes/process-table.ts';
import { sendGroupSignal } from '../../dev/processes/send-signal.ts';
import { projectRoot } from '../../dev/project-root.ts';
import type { DevFile } from '../../dev/stack/dev-file.ts';
import type { LockContent } from '../../dev/stack/lock-content.ts';

/** `npm run dev` as a person starts it, in a process group of its own like a terminal's. */
export interface DevRun {
  readonly devFile: DevFile;
  readonly lock: LockContent;
  readonly output: () => string;
  /** A flag's or any other route's answer; the key goes where a caller puts it. */
  readonly get: (path: string, key?: string) => Promise<Response>;
  /** Ctrl-C. Resolves when npm has ended and its output is complete. */
  readonly interrupt: () => Promise<unknown>;
  /** Resolves with the exit code when npm has ended and its output is complete. */
  readonly ended: Promise<number | null>;
  /** Commands of this run's processes that live. */
  readonly listProcesses: () => readonly string[];
}

/** Throws with everything the command printed when it ends before it is ready. */
export async function startDev(devDir: string, env: Record<string, string> = {}): Promise<DevRun> {
  const { child, output, ended } = spawnDev(devDir, env);
  await waitUntilReady(output, ended);
  const read = (name: string) => JSON.parse(readFileSync(join(devDir, name), 'utf8'));
  const devFile: DevFile = read('dev.json');
  const lock: LockContent = read('dev.lock');
  return {
    devFile,
    lock,
    output,
    get: (path, key) =>
      fetch(devFile.url + path, key === undefined ? {} : { headers: { 'x-api-key': key } }),
    interrupt: () => {
      signalGroup(child, 'SIGINT');
      return ended;
    },
    ended,
    listProcesses: () => processesOf(lock, child.pid),
  };
}

/** For a run that is expected to refuse. Resolves with its exit code and output. */
export async function tryDev(devDir: string, env: Record<string, string> = {}) {
  const { output, ended } = spawnDev(devDir, env);
  return { exitCode: await ended, output: output() };
}

function spawnDev(devDir: string, env: Record<string, string> = {}) {
  const settings = { DEV_DIR: devDir, PORT: '0', DATABASE_URL: '', ADMIN_SECRET: '', ...env };
  const child = spawn('npm', ['run', 'dev'], {
    cwd: projectRoot,
    detached: true,
    env: { ...process.env, NODE_ENV: 'development', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = whenEnded(child);
  const endWithTests = () => signalGroup(child, 'SIGTERM');
  process.once('exit', endWithTests);
  ended.then(() => process.off('exit', endWithTests));
  return { child, output: collectOutput(child), ended };
}

/** As a terminal does; npm is in the group as well. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals) {
  if (pid !== undefined) sendGroupSignal(pid, signal);
}

function collectOutput({ stdout, stderr }: ChildProcess): () => string {
  let text = '';
  for (const stream of [stdout, stderr]) {
    stream?.on('data', (bytes: Buffer) => {
      text += bytes.toString('utf8');
    });
  }
  return () => text;
}

function whenEnded(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve));
}

async function waitUntilReady(output: () => string, ended: Promise<number | null>) {
  let running = true;
  ended.then(() => {
    running = false;
  });
  while (!/^Ready on http/m.test(output())) {
    if (!running) throw new Error(`npm run dev ended:\n${output()}`);
    await sleep(100);
  }
}

function processesOf(lock: LockContent, npmGroup: number | undefined): string[] {
  const groups = [npmGroup, lock.wrangler?.pid];
  const postgres = lock.postgres?.pid;
  return listProcesses()
    .filter((entry) => groups.includes(entry.groupId) || isFamily(entry, postgres))
    .map((entry) => entry.command);
}

function isFamily(entry: { pid: number; parentPid: number }, pid: number | undefined): boolean {
  return entry.pid === pid || entry.parentPid === pid;
}
