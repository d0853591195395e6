import { endPostmaster } from '../processes/end-processes.ts';
import { freePort } from '../processes/free-port.ts';
import { sendSignal } from '../processes/send-signal.ts';
import { type LoggedProcess, spawnLogged } from '../processes/spawn-logged.ts';
import { type Account, findAccount } from './account.ts';
import { locateBinaries } from './binaries.ts';
import { prepareCluster } from './cluster.ts';
import { prepareHome } from './home.ts';
import { endOrphanPostmaster } from './orphan.ts';
import { waitForPostgres } from './wait-for-postgres.ts';

export interface PostgresOptions {
  /** Kept between runs and created when absent. One run at a time may use it. */
  readonly folder: string;
  readonly logFile: string;
  /** False trades the survival of a power cut for speed. */
  readonly durable: boolean;
  /** Taken when free. */
  readonly preferredPort?: number | undefined;
  /** Told what a person should know: data kept elsewhere, an orphan ended. */
  readonly note?: (message: string) => void;
}

export interface Postgres extends LoggedProcess {
  readonly port: number;
  readonly logFile: string;
  readonly databaseUrl: (database: string) => string;
  readonly stop: () => Promise<void>;
}

/** Starts a real Postgres on loopback. Throws with the end of its log when it does not come up. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const server = await prepareServer(options);
  const child = await spawnServer(server, options);
  const postgres = describe(child, server, options.logFile);
  try {
    await waitForPostgres(postgres.databaseUrl('postgres'), postgres.exited);
    return postgres;
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

interface Server {
  readonly home: string;
  readonly account: Account | undefined;
  readonly program: string;
  readonly dataDir: string;
  readonly password: string;
  readonly port: number;
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

function spawnServer(server: Server, { logFile, durable }: PostgresOptions) {
  return spawnLogged({
    program: server.program,
    args: serverArguments(server, durable),
    options: {
      ...server.account,
      cwd: server.home,
      env: { LC_ALL: 'C', PATH: process.env.PATH },
    },
    logFile,
    name: 'Postgres',
  });
}

/** Nothing has to survive, and nothing lives long enough to be worth cleaning up. */
const forAMoment = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  io_method: 'sync',
  // Tests have fifty do something at once, and five files run side by side.
  max_connections: '500',
};

function serverArguments({ dataDir, port }: Server, durable: boolean): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : forAMoment),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', dataDir, '-p', String(port), ...flags];
}

function describe(child: LoggedProcess, { port, password }: Server, logFile: string): Postgres {
  const { pid, exited } = child;
  const endWithThisProcess = () => sendSignal(pid, 'SIGINT');
  process.once('exit', endWithThisProcess);
  exited.then(() => process.off('exit', endWithThisProcess));
  return {
    pid,
    port,
    logFile,
    databaseUrl: (database) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`,
    exited,
    stop: () => endPostmaster(pid),
  };
}
