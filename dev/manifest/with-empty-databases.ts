import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { createDatabase, dropDatabase } from '../postgres/create-database.ts';

const names = ['burgee_manifest_migrated', 'burgee_manifest_declared'] as const;

/** Lends two empty databases of a server. */
export async function withEmptyDatabases<Result>(
  adminUrl: string,
  work: (first: NodePgDatabase, second: NodePgDatabase) => Promise<Result>,
): Promise<Result> {
  const [first, second] = await Promise.all(names.map((name) => open(adminUrl, name)));
  if (!first || !second) throw new Error('two databases were asked for');
  try {
    return await work(drizzle(first), drizzle(second));
  } finally {
    await Promise.all([first.end(), second.end()]);
    for (const name of names) await dropDatabase(adminUrl, name);
  }
}

async function open(adminUrl: string, name: string): Promise<pg.Client> {
  await createDatabase(adminUrl, name);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return client;
}
