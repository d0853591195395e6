import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { projectRoot } from '../../dev/project-root.ts';

/** The migrator that `drizzle-kit migrate` calls, without the second that the command takes. */
export async function migrateByDrizzle(
  databaseUrl: string,
  migrationsFolder = join(projectRoot, 'drizzle'),
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await migrate(drizzle(client), { migrationsFolder });
  } finally {
    await client.end();
  }
}
