import { setTimeout as sleep } from 'node:timers/promises';
import { findPortHolder } from '../processes/port-holder.ts';
import type { ProcessEntry } from '../processes/process-table.ts';
import { isAlive } from './recorded-process.ts';
import type { Service } from './service.ts';

export interface Watch {
  readonly service: Service;
  readonly port: number;
  readonly signal: AbortSignal;
  /** For wrangler to put another process in place of one that ended. */
  readonly patienceMilliseconds: number;
}

const lookMilliseconds = 2_000;
/** Where it cannot be known who listens. Each question adds a line to wrangler's log. */
const askMilliseconds = 15_000;

/**
 * Resolves with the reason when the process that listens on the port has ended and `/health` is not
 * answered since; rejects when the signal is aborted. The process outlives every reload, so sources
 * that do not build, during which no request is answered, are no reason.
 */
export async function whenPortIsLost(watch: Watch): Promise<string> {
  const { service, port, signal, patienceMilliseconds } = watch;
  for (;;) {
    const holder = findPortHolder(port);
    await (holder ? whenEnded(holder, signal) : sleep(askMilliseconds, undefined, { signal }));
    try {
      await service.awaitOk({ path: '/health' }, { milliseconds: patienceMilliseconds });
    } catch {
      signal.throwIfAborted();
      return `nothing serves port ${port} any more${holder ? `: process ${holder.pid}, which did, has ended` : ''}`;
    }
  }
}

async function whenEnded(holder: ProcessEntry, signal: AbortSignal) {
  while (isAlive(holder)) await sleep(lookMilliseconds, undefined, { signal });
}
