import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import * as z from 'zod';
import { deployFailure } from './deploy-failure.ts';

/** What is read of `wrangler.toml`; there is more in it. */
export type WorkerConfig = z.infer<typeof workerConfig>;

const named = z.object({ binding: z.string() });

const workerConfig = z.object({
  name: z.string(),
  kv_namespaces: z.array(named.extend({ id: z.string().optional() })).default([]),
  durable_objects: z
    .object({ bindings: z.array(z.object({ name: z.string() })) })
    .default({ bindings: [] }),
  queues: z
    .object({
      producers: z.array(named.extend({ queue: z.string() })).default([]),
      consumers: z.array(z.object({ queue: z.string() })).default([]),
    })
    .default({ producers: [], consumers: [] }),
  migrations: z.array(z.object({ tag: z.string() })).default([]),
});

/** Throws where the file is not there, or is none. */
export function readWorkerConfig(path: string): WorkerConfig {
  try {
    return workerConfig.parse(parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : `${error}`;
    throw deployFailure('bad_configuration', `${path} cannot be used: ${reason.trim()}`);
  }
}

/** Of producers and consumers, each once. */
export function listQueues({ queues }: WorkerConfig): readonly string[] {
  return [...new Set([...queues.producers, ...queues.consumers].map(({ queue }) => queue))];
}
