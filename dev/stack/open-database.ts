import { startNeonProxy } from '../neon-proxy/start-neon-proxy.ts';
import type { Claim } from './claim.ts';
import { ensureDatabase, startEmbeddedDatabase } from './embedded-database.ts';
import { recordProcess } from './lock.ts';
import { inspectOwnDatabase, type ProxyTarget } from './own-database.ts';
import type { Start } from './start.ts';

export interface Database {
  url: string;
  /** Undefined when the driver speaks to Neon itself. */
  neonProxyUrl: string | undefined;
  /** Undefined for a Postgres that is not ours. */
  postgresLog: string | undefined;
  /** Resolves with the reason when it ends on its own; never for a Postgres that is not ours. */
  ended: Promise<string>;
}

export async function openDatabase(start: Start, claim: Claim): Promise<Database> {
  const url = start.settings.databaseUrl;
  if (url === undefined) return openEmbedded(start, claim);
  const neonProxyUrl = await openProxy(await inspectOwnDatabase(url), { start, claim });
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
  const target = { host: '127.0.0.1', port: postgres.port };
  const neonProxyUrl = await openProxy(target, { start, claim });
  return { url, neonProxyUrl, postgresLog: postgres.logFile, ended: postgres.exited };
}

async function openProxy(target: ProxyTarget, { start, claim }: { start: Start; claim: Claim }) {
  if (!target) return undefined;
  const proxy = await startNeonProxy(target);
  start.teardown.add(proxy.stop);
  claim.lock.update({ neon_faults_url: proxy.faultsUrl });
  return proxy.url;
}
