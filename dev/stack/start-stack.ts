import { randomBytes } from 'node:crypto';
import { migrate } from '../migrate.ts';
import { claimFolderAndPort } from './claim.ts';
import { type DevFile, writeDevFile } from './dev-file.ts';
import { prepareFirstAdmin } from './first-admin.ts';
import { prepareKeys } from './keys.ts';
import { openDatabase } from './open-database.ts';
import { schedule } from './schedule.ts';
import { createService } from './service.ts';
import type { Start } from './start.ts';
import { StartError } from './start-error.ts';
import { startWorker } from './start-worker.ts';
import { awaitFirstAnswer, warm } from './warm.ts';
import { whenPortIsLost } from './watch-port.ts';
import { lastWayOut, wayToEmptyDatabase } from './way-out.ts';

export interface Stack {
  readonly devFile: DevFile;
  /** Each resolves with the reason when the part no longer serves, whoever ended it. */
  readonly databaseEnded: Promise<string>;
  readonly workerEnded: Promise<string>;
}

/** Throws StartError for whatever fails. */
export async function startStack(start: Start): Promise<Stack> {
  try {
    return await startParts(start);
  } catch (error) {
    if (error instanceof StartError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new StartError(message, lastWayOut(start.settings));
  }
}

async function startParts(start: Start): Promise<Stack> {
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
  await step('Seeds and snapshots', () =>
    warm({ service, adminSecret: admin_secret, wayOut: wayToEmptyDatabase(settings) }),
  );
  const keys = await step('Keys', () => prepareKeys(service, admin_secret, earlier));
  const logIn = await step('First admin', () => prepareFirstAdmin(service, admin_secret, earlier));
  await step('First answer', () => awaitFirstAnswer(service, keys.server_key));

  schedule(start, service);

  const devFile = { url, admin_secret, ...keys, database_url: databaseUrl, ...logIn };
  writeDevFile(settings.devDir, devFile);
  const watch = { service, port: claim.port, signal, patienceMilliseconds: 10_000 };
  const workerEnded = Promise.race([worker.exited, whenPortIsLost(watch)]);
  return { devFile, databaseEnded: database.ended, workerEnded };
}

function newSecret(): string {
  return randomBytes(24).toString('hex');
}
