import type { TestProject } from 'vitest/node';
import { startNeonProxy } from '../../dev/neon-proxy/start-neon-proxy.ts';
import { createDatabase } from '../../dev/postgres/create-database.ts';
import { startTemporaryPostgres } from '../../dev/postgres/temporary-postgres.ts';
import { migrateByDrizzle } from './migrate-by-drizzle.ts';
import { templateDatabase } from './postgres-context.ts';

/** One Postgres with a migrated template and one Neon proxy for all files of the project. */
export default async function setup(project: TestProject) {
  const postgres = await startTemporaryPostgres();
  const adminDatabaseUrl = postgres.databaseUrl('postgres');
  await createDatabase(adminDatabaseUrl, templateDatabase);
  await migrateByDrizzle(postgres.databaseUrl(templateDatabase));
  const proxy = await startNeonProxy({ host: '127.0.0.1', port: postgres.port });

  project.provide('adminDatabaseUrl', adminDatabaseUrl);
  project.provide('neonProxyUrl', proxy.url);
  project.provide('neonFaultsUrl', proxy.faultsUrl);

  return async () => {
    await proxy.stop();
    await postgres.stop();
  };
}
