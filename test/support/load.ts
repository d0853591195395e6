import { setTimeout as sleep } from 'node:timers/promises';

export interface LoadTally {
  answers: number;
  /** Answers by status; `none` where there was no answer. */
  readonly statuses: Record<string, number>;
  /** By `x-flags-source`. */
  readonly sources: Record<string, number>;
  /** By `x-flags-age`, the greatest. */
  oldestSeconds: number;
  slowestMilliseconds: number;
}

const pauseMilliseconds = 20;

/** Asks each of these over and over, until it is stopped. */
export function applyLoad(asks: readonly (() => Promise<Response>)[]) {
  const tally: LoadTally = {
    answers: 0,
    statuses: {},
    sources: {},
    oldestSeconds: 0,
    slowestMilliseconds: 0,
  };
  let isOver = false;
  const repeat = async (ask: () => Promise<Response>) => {
    while (!isOver) {
      const startedAt = performance.now();
      count(tally, await ask().catch(() => undefined));
      const milliseconds = Math.round(performance.now() - startedAt);
      tally.slowestMilliseconds = Math.max(tally.slowestMilliseconds, milliseconds);
      await sleep(pauseMilliseconds);
    }
  };
  const running = Promise.all(asks.map(repeat));
  return {
    stop: async (): Promise<LoadTally> => {
      isOver = true;
      await running;
      return tally;
    },
  };
}

function count(tally: LoadTally, response: Response | undefined) {
  const status = response?.status ?? 'none';
  const source = response?.headers.get('x-flags-source') ?? 'none';
  tally.answers += 1;
  tally.statuses[status] = (tally.statuses[status] ?? 0) + 1;
  tally.sources[source] = (tally.sources[source] ?? 0) + 1;
  tally.oldestSeconds = Math.max(
    tally.oldestSeconds,
    Number(response?.headers.get('x-flags-age') ?? 0),
  );
  response?.body?.cancel();
}

export const printTally = (title: string, tally: LoadTally): void =>
  console.log(`${title}: ${JSON.stringify(tally)}`);
