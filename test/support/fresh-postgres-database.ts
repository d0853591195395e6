import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { createDatabase, dropDatabase } from '../../dev/postgres/create-database.ts';
import { templateDatabase } from './postgres-context.ts';

export interface FreshDatabase {
  databaseUrl: string;
  neonProxyUrl: string;
  dispose: () => Promise<void>;
}

/** A database of the test's own with every migration applied and no rows beyond theirs. */
export function freshDatabase(): Promise<FreshDatabase> {
  return createOwnDatabase(templateDatabase);
}

/** One that holds what that one does; nobody may be connected to it meanwhile. */
export function copyDatabase({ databaseUrl }: Pick<FreshDatabase, 'databaseUrl'>) {
  return createOwnDatabase(new URL(databaseUrl).pathname.slice(1));
}

/** One with nothing in it. */
export function emptyDatabase(): Promise<FreshDatabase> {
  return createOwnDatabase();
}

async function createOwnDatabase(template?: string): Promise<FreshDatabase> {
  const adminUrl = inject('adminDatabaseUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await createDatabase(adminUrl, name, template);
  const databaseUrl = new URL(adminUrl);
  databaseUrl.pathname = `/${name}`;
  return {
    databaseUrl: databaseUrl.href,
    neonProxyUrl: inject('neonProxyUrl'),
    dispose: () => dropDatabase(adminUrl, name),
  };
}
