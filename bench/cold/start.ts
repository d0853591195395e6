import { cpuSecondsOfThreads } from '../workerd/cpu-time.ts';
import { type ServeOptions, serve } from '../workerd/serve.ts';
import type { Worker } from '../workerd/worker.ts';

/** What a fresh process took, from its start to the end of its first answer. */
export interface Start {
  readonly cpuMilliseconds: number;
  readonly answerMilliseconds: number;
}

export async function start(worker: Worker, ask: Ask, options: ServeOptions): Promise<Start> {
  const startedAt = performance.now();
  const server = await serve(worker, options);
  try {
    const response = await fetch(`http://127.0.0.1:${server.port}${ask.path}`, {
      headers: ask.headers,
    });
    await response.text();
    const answerMilliseconds = performance.now() - startedAt;
    if (response.status !== 200) throw new Error(`the first answer was ${response.status}`);
    return { cpuMilliseconds: cpuSecondsOfThreads(server.pid) * 1_000, answerMilliseconds };
  } finally {
    await server.end();
  }
}

export interface Ask {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}
