import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { logTail } from './log-tail.ts';

export interface LoggedSpawn {
  readonly program: string;
  readonly args: readonly string[];
  readonly options: Omit<SpawnOptions, 'detached' | 'stdio'>;
  /** Gets everything the program prints, after what it holds already. */
  readonly logFile: string;
  /** As a person would call the program. */
  readonly name: string;
}

export interface LoggedProcess {
  readonly pid: number;
  /** Resolves with the reason when it ends, whoever ended it. */
  readonly exited: Promise<string>;
}

/** Starts a program in a group of its own. Throws with the reason when there is no process. */
export async function spawnLogged(request: LoggedSpawn): Promise<LoggedProcess> {
  const { name, logFile } = request;
  const child = spawnInto(request);
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(`${name} ended (${signal ?? `exit code ${code}`}):\n${logTail(logFile)}`);
    });
  });
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw new Error(`${name} did not start: ${error instanceof Error ? error.message : error}`);
  }
  if (child.pid === undefined) throw new Error(`${name} did not start`);
  return { pid: child.pid, exited };
}

function spawnInto({ program, args, options, logFile }: LoggedSpawn): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  try {
    return spawn(program, args, { ...options, detached: true, stdio: ['ignore', log, log] });
  } finally {
    closeSync(log);
  }
}
