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
  /** Where DevTools may connect; absent unless it was asked for. */
  readonly inspectorPort?: number | undefined;
  readonly end: () => Promise<void>;
}

export interface ServeOptions {
  /** For its files; a temporary one. */
  readonly folder: string;
  readonly date: string;
  readonly pin: Pin;
  readonly hasInspector?: boolean;
}

/** A fresh workerd process; resolves once it listens. */
export async function serve(
  worker: Worker,
  { folder, date, pin, hasInspector = false }: ServeOptions,
): Promise<Server> {
  const configuration = writeConfiguration(mkdtempSync(join(folder, 'worker-')), worker, date);
  const inspector = hasInspector ? ['--inspector-addr=127.0.0.1:0'] : [];
  const command = [binary, 'serve', configuration, '--control-fd=3', ...inspector] as const;
  const [file, ...args] = pin(command);
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  const ports = await portsOf(child, hasInspector);
  return { pid: child.pid ?? 0, ...ports, end };
}

/** workerd says on its control channel where it listens. */
function portsOf(
  child: ChildProcess,
  hasInspector: boolean,
): Promise<Pick<Server, 'port' | 'inspectorPort'>> {
  return new Promise((resolve, reject) => {
    let said = '';
    (child.stdio[3] as Readable).on('data', (chunk) => {
      said += chunk;
      const port = portAfter('listen', said);
      const inspectorPort = portAfter('listen-inspector', said);
      const isComplete = port !== undefined && (inspectorPort !== undefined || !hasInspector);
      if (isComplete) resolve({ port, inspectorPort });
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`workerd ended with ${code}`)));
  });
}

function portAfter(event: string, said: string): number | undefined {
  const port = new RegExp(`"event":"${event}".*?"port":(\\d+)`).exec(said)?.[1];
  return port === undefined ? undefined : Number(port);
}

/** The program itself, as the script that npm puts in front of it is another process. */
const binary = `node_modules/@cloudflare/workerd-linux-${process.arch === 'arm64' ? 'arm64' : '64'}/bin/workerd`;
