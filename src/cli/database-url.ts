import type { Given } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { FailureError } from './failure.ts';

/** Throws when there is none, or one that is none. What it holds is never shown. */
export function readDatabaseUrl(given: Given, env: NodeJS.ProcessEnv): string {
  const url = typeof given['database-url'] === 'string' ? given['database-url'] : env.DATABASE_URL;
  if (url === undefined || url === '') throw unusable('It is not known which database to ask.');
  if (/^postgres(?:ql)?:\/\/./.test(url) && URL.canParse(url)) return url;
  throw unusable('DATABASE_URL is not a postgres:// address.');
}

/** For people: `127.0.0.1:5432`. */
export function addressOf(databaseUrl: string): string {
  const { hostname, port } = new URL(databaseUrl);
  return `${hostname}:${port || 5432}`;
}

function unusable(message: string): FailureError {
  return new FailureError({
    code: 'no_database_url',
    exitCode: exitCodes.unavailable,
    message,
    wayOut:
      'Set DATABASE_URL=postgres://user:password@host/database, or give --database-url. The database of "npm run dev" is in .dev/dev.json: export DATABASE_URL=$(node -p \'require("./.dev/dev.json").database_url\')',
  });
}
