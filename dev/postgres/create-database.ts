import pg from 'pg';

/** Copies the template when one is given, whose sessions are ended. Throws when the database exists. */
export async function createDatabase(adminUrl: string, name: string, template?: string) {
  const create = `create database ${pg.escapeIdentifier(name)}`;
  if (template === undefined) return run(adminUrl, create);
  await connected(adminUrl, async (client) => {
    await client.query(endSessions, [template]);
    // Copying its files costs less than logging each of their pages.
    await client.query(`${create} template ${pg.escapeIdentifier(template)} strategy file_copy`);
  });
}

/** Each within five seconds. */
const endSessions =
  'select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1';

/** Ends the database's sessions, if any. */
export async function dropDatabase(adminUrl: string, name: string) {
  await run(adminUrl, `drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
}

export async function databaseExists(adminUrl: string, name: string): Promise<boolean> {
  const { rowCount } = await run(adminUrl, 'select from pg_database where datname = $1', [name]);
  return rowCount === 1;
}

const run = (adminUrl: string, text: string, values: string[] = []) =>
  connected(adminUrl, (client) => client.query(text, values));

async function connected<T>(connectionString: string, use: (client: pg.Client) => Promise<T>) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
