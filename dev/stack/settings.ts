import { relative, resolve } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { type GivenVariables, startCommand } from './start-command.ts';
import { StartError } from './start-error.ts';

export interface Settings {
  /** 0 stands for any free port. */
  readonly port: number;
  readonly devDir: string;
  /** As a person would type it. */
  readonly devDirName: string;
  /** Another Postgres instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  readonly adminSecret: string | undefined;
  /** Whether there is to be something to look at. */
  readonly isDemo: boolean;
  /** Variables that the Worker is handed as they are. */
  readonly handedOn: Readonly<Record<string, string>>;
  /** For advice on how to start again. */
  readonly given: GivenVariables;
  readonly notes: readonly string[];
}

/** The Worker ignores a shorter one. */
const shortestSecret = 32;

const handedOn = ['METRICS_TOKEN', 'LOG_SAMPLE'];

/** Throws StartError for a value that cannot be meant. */
export function readSettings(env: NodeJS.ProcessEnv, args: readonly string[] = []): Settings {
  const unknown = args.find((each) => each !== '--demo');
  if (unknown !== undefined) {
    throw new StartError(`there is no option ${unknown}`, 'the only one is: npm run dev -- --demo');
  }
  const devDir = resolve(projectRoot, env.DEV_DIR || '.dev');
  const given = { DEV_DIR: env.DEV_DIR || undefined, PORT: env.PORT || undefined };
  const secret = env.ADMIN_SECRET || undefined;
  return {
    port: parsePort(given),
    devDir,
    devDirName: nameOf(devDir),
    databaseUrl: parseDatabaseUrl(env.DATABASE_URL || undefined),
    adminSecret: isTooShort(secret) ? undefined : secret,
    isDemo: args.includes('--demo'),
    handedOn: Object.fromEntries(
      handedOn.flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
    ),
    given,
    notes: ['ADMIN_SECRET', 'METRICS_TOKEN']
      .filter((name) => isTooShort(env[name]))
      .map((name) => `${name} is ignored: it must have at least ${shortestSecret} characters`),
  };
}

const isTooShort = (secret = ''): boolean => secret !== '' && secret.length < shortestSecret;

function nameOf(folder: string): string {
  const name = relative(process.cwd(), folder);
  return name === '' || name.startsWith('..') ? folder : name;
}

function parsePort(given: GivenVariables): number {
  const text = given.PORT ?? '8787';
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new StartError(
    `PORT=${text} is no port`,
    `give a number up to 65535: ${startCommand({ ...given, PORT: '8788' })}`,
  );
}

function parseDatabaseUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1) return text;
  throw new StartError(
    'DATABASE_URL is not the address of a Postgres database',
    'write postgres://user:password@host:5432/database, or unset it for the embedded Postgres',
  );
}
