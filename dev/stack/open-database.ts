import type { PostgresAddress } from '../neon-proxy/postgres-address.ts';
import { startNeonProxy } from '../neon-proxy/start-neon-proxy.ts';
import type { Claim } from './claim.ts';
import { ensureDatabase, startEmbeddedDatabase } from './embedded-database.ts';
import { inspectOwnDatabase } from './own-database.ts';
import { recordProcess } from './recorded-process.ts';
import type { Start } from './start.ts';

export interface Database {
  readonly url: string;
  /** Undefined when the driver speaks to Neon itself. */
  readonly neonProxyUrl: string | undefined;
  /** Undefined for a Postgres that is not ours. */
  readonly postgresLog: string | undefined;
  /** Resolves with the reason when it ends on its own; never for a Postgres that is not ours. */
  readonly ended: Promise<string>;
}

export async function openDatabase(start: Start, claim: Claim): Promise<Database> {
  const url = start.settings.databaseUrl;
  if (url === undefined) return openEmbedded(start, claim);
  const address = await inspectOwnDatabase(url);
  const neonProxyUrl = address && (await openProxy(address, { start, claim }));
  return { url, neonProxyUrl, postgresLog: undefined, ended: new Promise(() => {}) };
}

async function openEmbedded(start: Start, claim: Claim): Promise<Database> {
  const { postgres, url } = await startEmbeddedDatabase({
    devDir: start.settings.devDir,
    earlierUrl: claim.earlier.database_url,
    note: start.progress.note,
  });
  start.teardown.add(postgres.stop);
  claim.lock.update({ postgres: recordProcess(postgres.pid) });
  await ensureDatabase(postgres);
  const address = { host: '127.0.0.1', port: postgres.port };
  const neonProxyUrl = await openProxy(address, { start, claim });
  return { url, neonProxyUrl, postgresLog: postgres.logFile, ended: postgres.exited };
}

async function openProxy(
  address: PostgresAddress,
  { start, claim }: { start: Start; claim: Claim },
) {
  const proxy = await startNeonProxy(address);
  start.teardown.add(proxy.stop);
  claim.lock.update({ neon_faults_url: proxy.faultsUrl });
  return proxy.url;
}
