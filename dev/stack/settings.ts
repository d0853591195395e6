import { relative, resolve } from 'node:path';
import { projectRoot } from '../project-root.ts';
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
  readonly notes: readonly string[];
}

/** The Worker ignores a shorter one. */
const shortestSecret = 32;

/** Throws StartError for a value that cannot be meant. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const devDir = resolve(projectRoot, env.DEV_DIR || '.dev');
  const secret = env.ADMIN_SECRET || undefined;
  const tooShort = secret !== undefined && secret.length < shortestSecret;
  return {
    port: parsePort(env.PORT || '8787'),
    devDir,
    devDirName: nameOf(devDir),
    databaseUrl: parseDatabaseUrl(env.DATABASE_URL || undefined),
    adminSecret: tooShort ? undefined : secret,
    notes: tooShort
      ? [`ADMIN_SECRET is ignored: it must have at least ${shortestSecret} characters`]
      : [],
  };
}

function nameOf(folder: string): string {
  const name = relative(process.cwd(), folder);
  return name === '' || name.startsWith('..') ? folder : name;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new StartError(
    `PORT=${text} is no port`,
    'give a number up to 65535: PORT=8788 npm run dev',
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
