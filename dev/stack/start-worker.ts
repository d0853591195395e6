import { logTail } from '../processes/log-tail.ts';
import type { Claim } from './claim.ts';
import type { Database } from './open-database.ts';
import { recordProcess } from './recorded-process.ts';
import type { Service } from './service.ts';
import type { Start } from './start.ts';
import { StartError } from './start-error.ts';
import { startWrangler, type Wrangler } from './wrangler.ts';

export interface WorkerRequest {
  readonly claim: Claim;
  readonly database: Database;
  readonly adminSecret: string;
  readonly service: Service;
}

/** Resolves when `/health` answers; throws StartError with the end of the log when it never will. */
export async function startWorker(start: Start, request: WorkerRequest): Promise<Wrangler> {
  const { claim, database, adminSecret, service } = request;
  const wrangler = await startWrangler({
    port: claim.port,
    devDir: start.settings.devDir,
    variables: {
      ...start.settings.handedOn,
      ENVIRONMENT: 'development',
      DATABASE_URL: database.url,
      ADMIN_SECRET: adminSecret,
      ...(database.neonProxyUrl !== undefined && { NEON_PROXY_URL: database.neonProxyUrl }),
    },
  });
  start.teardown.add(wrangler.stop);
  claim.lock.update({ wrangler: recordProcess(wrangler.pid) });
  await awaitHealth(service, wrangler);
  return wrangler;
}

async function awaitHealth(service: Service, wrangler: Wrangler) {
  let ended = false;
  wrangler.exited.then(() => {
    ended = true;
  });
  const giveUp = () => {
    const log = logTail(wrangler.logFile, 30);
    if (!ended && !log.includes('[ERROR]')) return;
    throw new StartError(
      `the Worker does not start:\n${log}`,
      `mend what wrangler complains about (${wrangler.logFile}) and start again`,
    );
  };
  await service.awaitOk({ path: '/health' }, { milliseconds: 90_000, giveUp });
}
