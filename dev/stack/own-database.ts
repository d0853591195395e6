import pg from 'pg';
import type { PostgresAddress } from '../neon-proxy/postgres-address.ts';
import { StartError } from './start-error.ts';

/**
 * The address for a proxy; undefined for Neon itself, which its driver reaches without one. Throws StartError,
 * without the password, when the database of DATABASE_URL cannot be used.
 */
export async function inspectOwnDatabase(url: string): Promise<PostgresAddress | undefined> {
  const { hostname, port, searchParams } = new URL(url);
  await assertAnswers(url, hostname);
  if (hostname.endsWith('.neon.tech')) return undefined;
  if (/^(require|verify)/.test(searchParams.get('sslmode') ?? '')) {
    throw new StartError(
      'the local Neon proxy cannot encrypt its connection to Postgres',
      'use a DATABASE_URL without sslmode, or unset it for the embedded Postgres',
    );
  }
  return { host: hostname, port: Number(port) || 5432 };
}

async function assertAnswers(connectionString: string, host: string) {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 15_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    throw new StartError(
      `the Postgres of DATABASE_URL (${host}) does not answer: ${message || code}`,
      'correct DATABASE_URL, or unset it for the embedded Postgres',
    );
  } finally {
    await client.end().catch(() => {});
  }
}
