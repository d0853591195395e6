import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { endProcess } from '../processes/end-processes.ts';
import { freePort } from '../processes/free-port.ts';
import { logTail } from '../processes/log-tail.ts';
import { type Account, findAccount } from './account.ts';
import { locateBinaries } from './binaries.ts';
import { prepareCluster } from './cluster.ts';
import { prepareHome } from './home.ts';
import { endOrphanPostmaster } from './orphan.ts';
import { waitForPostgres } from './wait-for-postgres.ts';

export interface PostgresOptions {
  /** Kept between runs and created when absent. One run at a time may use it. */
  folder: string;
  logFile: string;
  /** False trades the survival of a power cut for speed. */
  durable: boolean;
  /** Taken when free. */
  preferredPort?: number | undefined;
  /** Told what a person should know: data kept elsewhere, an orphan ended. */
  note?: (message: string) => void;
}

export interface Postgres {
  pid: number;
  port: number;
  logFile: string;
  databaseUrl: (database: string) => string;
  /** Resolves with the reason when the server ends, whoever ended it. */
  exited: Promise<string>;
  stop: () => Promise<void>;
}

/** Starts a real Postgres on loopback. Throws with the end of its log when it does not come up. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const server = await prepareServer(options);
  const postgres = describe(spawnServer(server, options), server, options.logFile);
  try {
    await waitForPostgres(postgres.databaseUrl('postgres'), postgres.exited);
    return postgres;
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

interface Server {
  home: string;
  account: Account | undefined;
  program: string;
  dataDir: string;
  password: string;
  port: number;
}

async function prepareServer(options: PostgresOptions): Promise<Server> {
  const { folder, preferredPort, note = () => {} } = options;
  const account = findAccount(folder);
  const binaries = locateBinaries(account);
  const home = prepareHome({ folder, account, note });
  const cluster = prepareCluster({ home, account, binaries });
  const orphan = await endOrphanPostmaster(cluster.dataDir);
  if (orphan) note(`ended the Postgres (process ${orphan}) that an earlier run left behind`);
  const port = await freePort(preferredPort);
  return { home, account, program: binaries.postgres, ...cluster, port };
}

function spawnServer(server: Server, options: PostgresOptions): ChildProcess {
  const log = openSync(options.logFile, 'a', 0o600);
  const child = spawn(server.program, serverArguments(server, options.durable), {
    ...server.account,
    cwd: server.home,
    detached: true,
    env: { LC_ALL: 'C', PATH: process.env.PATH },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  return child;
}

function serverArguments({ dataDir, port }: Server, durable: boolean): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', dataDir, '-p', String(port), ...flags];
}

function describe(child: ChildProcess, { port, password }: Server, logFile: string): Postgres {
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`Postgres did not start: ${error.message}`));
    child.once('exit', (code, signal) => {
      resolve(`Postgres ended (${signal ?? `exit code ${code}`}):\n${logTail(logFile)}`);
    });
  });
  const endWithThisProcess = () => child.kill('SIGINT');
  process.once('exit', endWithThisProcess);
  exited.then(() => process.off('exit', endWithThisProcess));
  const pid = child.pid ?? -1;
  return {
    pid,
    port,
    logFile,
    databaseUrl: (database) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`,
    exited,
    stop: () => endProcess(pid, ['SIGINT', 'SIGQUIT', 'SIGKILL']),
  };
}
