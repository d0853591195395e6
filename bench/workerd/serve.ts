import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { writeConfiguration } from './configuration.ts';
import type { Pin } from './cores.ts';
import type { Worker } from './worker.ts';

export interface Server {
  readonly pid: number;
  readonly port: number;
  readonly end: () => Promise<void>;
}

export interface ServeOptions {
  /** For its files; a temporary one. */
  readonly folder: string;
  readonly date: string;
  readonly pin: Pin;
}

/** A fresh workerd process; resolves once it listens. */
export async function serve(worker: Worker, { folder, date, pin }: ServeOptions): Promise<Server> {
  const configuration = writeConfiguration(mkdtempSync(join(folder, 'worker-')), worker, date);
  const [file, ...args] = pin([binary, 'serve', configuration, '--control-fd=3']);
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return { pid: child.pid ?? 0, port: await portOf(child), end };
}

/** workerd says on its control channel where it listens. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    (child.stdio[3] as Readable).on('data', (chunk) => {
      said += chunk;
      const port = /"event":"listen".*?"port":(\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`workerd ended with ${code}`)));
  });
}

/** The program itself, as the script that npm puts in front of it is another process. */
const binary = `node_modules/@cloudflare/workerd-linux-${process.arch === 'arm64' ? 'arm64' : '64'}/bin/workerd`;
