import { setTimeout as wait } from 'node:timers/promises';
import type { Pin } from '../workerd/cores.ts';
import { cpuSeconds } from '../workerd/cpu-time.ts';
import { type ServeOptions, type Server, serve } from '../workerd/serve.ts';
import type { Worker } from '../workerd/worker.ts';
import type { Target } from './load.ts';
import { startLoad } from './load-generator.ts';

/** A Worker, and what it is to answer. */
export interface Duellist {
  readonly worker: Worker;
  readonly bodyBytes: readonly number[];
}

export interface DuelOptions extends ServeOptions {
  readonly loadPin: Pin;
  readonly requests: readonly string[];
  /** That of every right answer. */
  readonly status: number;
  readonly seconds: number;
}

export interface Round {
  /** What a request costs the first Worker, in seconds of CPU. */
  readonly secondsPerRequest: number;
  /** The cost of the second over that of the first: above 1, the first is cheaper. */
  readonly ratio: number;
  readonly errors: number;
}

const connections = 32;

/** Until V8 has optimised what is asked. */
const warmUpSeconds = 3;

/**
 * Two Workers, both fresh and equally warm, on one core and under load at the same time, so that
 * whatever else the machine does meets them alike.
 */
export async function duel(
  [first, second]: readonly [Duellist, Duellist],
  options: DuelOptions,
): Promise<Round> {
  const servers = [
    await serve(first.worker, options),
    await serve(second.worker, options),
  ] as const;
  const targets = [target(servers[0], first, options), target(servers[1], second, options)];
  const load = startLoad(targets, options.loadPin);
  const read = async () => {
    const counts = await load.count();
    return servers.map(({ pid }, index) => ({
      answers: counts[index]?.answers ?? 0,
      errors: counts[index]?.errors ?? 0,
      cpu: cpuSeconds(pid),
    }));
  };
  try {
    await wait(warmUpSeconds * 1_000);
    const before = await read();
    await wait(options.seconds * 1_000);
    const after = await read();
    const [ours = Number.NaN, theirs = Number.NaN] = after.map(({ answers, cpu }, index) => {
      const earlier = before[index];
      return earlier && (cpu - earlier.cpu) / (answers - earlier.answers);
    });
    const errors = after.reduce((sum, each) => sum + each.errors, 0);
    return { secondsPerRequest: ours, ratio: theirs / ours, errors };
  } finally {
    await load.end();
    await Promise.all(servers.map((server) => server.end()));
  }
}

const target = (
  { port }: Server,
  { bodyBytes }: Duellist,
  { requests, status }: DuelOptions,
): Target => ({
  port,
  connections,
  requests,
  status,
  bodyBytes,
});
