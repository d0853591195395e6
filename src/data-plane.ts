import type { Config } from './env.ts';
import { createEvaluationApp } from './http/evaluation/app.ts';
import { logError } from './log.ts';
import { kvSnapshotStore } from './snapshot/kv-store.ts';
import { SnapshotLoader } from './snapshot/load.ts';

/** What answers flags, made once an isolate. Knows nothing of the database. */
export function createDataPlane(config: Config) {
  const store = kvSnapshotStore(config.snapshots);
  const snapshots = new SnapshotLoader({
    store,
    now: Date.now,
    onFault: (environment, error) => logError(`the snapshot of ${environment} was not read`, error),
  });
  const { codeVersion } = config;
  const app = createEvaluationApp({ snapshots, now: Date.now, codeVersion, logError });
  return { app, snapshots, store };
}

export type DataPlane = ReturnType<typeof createDataPlane>;
