import { createRequire } from 'node:module';
import type { TestProject } from 'vitest/node';
import { templateDatabase } from './postgres-context.ts';

/** By Node itself: the project's own imports resolve packages as a Worker does, `ws` among them. */
const load = createRequire(import.meta.url);
const postgres: typeof import('./global-postgres.ts') = load('./global-postgres.ts');
const databases: typeof import('../../dev/postgres/create-database.ts') = load(
  '../../dev/postgres/create-database.ts',
);

const receivers: typeof import('./webhook-receiver.ts') = load('./webhook-receiver.ts');

/** Beside Postgres and its proxy, a database of its own for the fault matrix, and who receives webhooks. */
export default async function setup(project: TestProject) {
  await refuseToShare(project);
  const stop = await postgres.default(project);
  const { adminDatabaseUrl } = project.getProvidedContext();
  const databaseUrl = new URL('/burgee_faults', adminDatabaseUrl);
  await databases.createDatabase(adminDatabaseUrl, 'burgee_faults', templateDatabase);
  project.provide('faultsDatabaseUrl', databaseUrl.href);
  const receiver = await receivers.startReceiver();
  project.provide('webhookReceiverUrl', receiver.url);
  return async () => {
    receiver.stop();
    await stop();
  };
}

/** What one file breaks, another one would see. */
async function refuseToShare(project: TestProject): Promise<void> {
  const { testFiles } = await project.globTestFiles();
  if (testFiles.length === 1) return;
  throw new Error(
    `${testFiles.join(', ')} would break one another's Postgres; vitest.config.ts has to give each a folder of its own.`,
  );
}
