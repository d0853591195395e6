import { createEvaluationApp, type EvaluationCapabilities } from '../../src/http/evaluation/app.ts';
import { type PublishedSnapshot, pack } from '../../src/snapshot/format.ts';
import type { LadderOptions } from '../../src/snapshot/ladder.ts';
import { SnapshotLoader } from '../../src/snapshot/load.ts';
import { memorySnapshotStore } from './memory-snapshot-store.ts';
import { nothingBehind } from './nothing-behind.ts';

/** The data plane over a store that counts and fails on demand, and a clock that stands still. */
export async function isolatedEdge(
  snapshot: PublishedSnapshot,
  capabilities: Partial<EvaluationCapabilities> = {},
  behind: Partial<Pick<LadderOptions, 'hub' | 'findInDatabase'>> = {},
) {
  const memory = memorySnapshotStore();
  await memory.put(snapshot.environment, await pack(snapshot));
  const state = { now: 1_800_000_000_000, finds: 0, fails: false };
  const store = {
    ...memory,
    find: async (environment: string) => {
      state.finds += 1;
      if (state.fails) throw new Error('the store is gone');
      return memory.find(environment);
    },
  };
  const now = () => state.now;
  const logged: string[] = [];
  const startIsolate = () => {
    const snapshots = new SnapshotLoader({
      ...nothingBehind,
      ...behind,
      store,
      now,
      onFault: () => {},
    });
    const logError = (message: string) => void logged.push(message);
    return createEvaluationApp({
      snapshots,
      now,
      codeVersion: 'test',
      logError,
      ...capabilities,
    });
  };
  let app = startIsolate();
  const background: Promise<unknown>[] = [];
  const executionCtx = { waitUntil: (work: Promise<unknown>) => void background.push(work) };
  const ask = async (key: string, path = '/features/sample', init: RequestInit = {}) => {
    const headers = { Authorization: `Bearer ${key}`, ...init.headers };
    const request = new Request(`http://burgee.test${path}`, { ...init, headers });
    return app.fetch(request, executionCtx as never);
  };
  return {
    ask,
    state,
    store,
    logged,
    /** Forgets what was held. */
    restart: () => {
      app = startIsolate();
    },
    settle: () => Promise.all(background),
  };
}
