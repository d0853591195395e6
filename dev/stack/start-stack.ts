import { randomBytes } from 'node:crypto';
import { migrate } from '../migrate.ts';
import { claimFolderAndPort } from './claim.ts';
import { type DevFile, writeDevFile } from './dev-file.ts';
import { prepareKeys } from './keys.ts';
import { openDatabase } from './open-database.ts';
import { createService } from './service.ts';
import type { Start } from './start.ts';
import { startWorker } from './start-worker.ts';
import { awaitFirstAnswer, warm } from './warm.ts';

export interface Stack {
  readonly devFile: DevFile;
  /** Each resolves with the reason when the part ends, whoever ended it. */
  readonly databaseEnded: Promise<string>;
  readonly workerEnded: Promise<string>;
}

export async function startStack(start: Start): Promise<Stack> {
  const { settings, signal } = start;
  const { step } = start.progress;
  const claim = await step('Folder and port', () => claimFolderAndPort(start));
  const { url, earlier } = claim;
  const admin_secret = settings.adminSecret ?? earlier.admin_secret ?? newSecret();
  const service = createService(url, signal);

  const database = await step('Postgres and Neon proxy', () => openDatabase(start, claim));
  const { url: databaseUrl, postgresLog } = database;
  await step('Migrations', () => migrate({ databaseUrl, postgresLog, signal }));
  const worker = await step('Worker', () =>
    startWorker(start, { claim, database, adminSecret: admin_secret, service }),
  );
  await step('Seeds and snapshots', () => warm(service, admin_secret));
  const keys = await step('Keys', () => prepareKeys(service, admin_secret, earlier));
  await step('First answer', () => awaitFirstAnswer(service, keys.server_key));

  const login = { email: null, password: null };
  const devFile = { url, admin_secret, ...keys, database_url: databaseUrl, ...login };
  writeDevFile(settings.devDir, devFile);
  return { devFile, databaseEnded: database.ended, workerEnded: worker.exited };
}

function newSecret(): string {
  return randomBytes(24).toString('hex');
}
