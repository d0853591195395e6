import pg from 'pg';

/** Copies the template when one is given. Throws when the database exists. */
export async function createDatabase(adminUrl: string, name: string, template?: string) {
  const copy = template ? ` template ${pg.escapeIdentifier(template)}` : '';
  await run(adminUrl, `create database ${pg.escapeIdentifier(name)}${copy}`);
}

/** Ends the database's sessions, if any. */
export async function dropDatabase(adminUrl: string, name: string) {
  await run(adminUrl, `drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
}

export async function databaseExists(adminUrl: string, name: string): Promise<boolean> {
  const { rowCount } = await run(adminUrl, 'select from pg_database where datname = $1', [name]);
  return rowCount === 1;
}

async function run(connectionString: string, text: string, values: string[] = []) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await client.query(text, values);
  } finally {
    await client.end();
  }
}
