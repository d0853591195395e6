import type { Config } from './env.ts';
import { createEvaluationApp } from './http/evaluation/app.ts';
import { RequestLog } from './http/request-log.ts';
import { hubClient } from './hub/hub-client.ts';
import { logError, logEvent } from './log.ts';
import { acceptedSchema } from './schema/accepted-schema.ts';
import type { PublishedSnapshot } from './snapshot/format.ts';
import { kvSnapshotStore } from './snapshot/kv-store.ts';
import { SnapshotLoader } from './snapshot/load.ts';
import { openBundle } from './snapshot/open-bundle.ts';
import { UsageRecorder } from './usage/usage-recorder.ts';

/** What lies behind the edge, which it does not know how to ask by itself. */
export interface Behind {
  readonly findInDatabase: (environment: string) => Promise<PublishedSnapshot | undefined>;
}

/** What answers flags, made once an isolate. Knows nothing of the database. */
export function createDataPlane(config: Config, { findInDatabase }: Behind) {
  const store = kvSnapshotStore(config.snapshots);
  const hub = config.hub && hubClient(config.hub);
  const bundle = openBundle((error) => logError('bundle.json counts as empty', error));
  const snapshots = new SnapshotLoader({
    store,
    hub,
    findInDatabase,
    findBundled: bundle.find,
    now: Date.now,
    onFault: (environment, error) => logError(`the snapshot of ${environment} was not read`, error),
  });
  const { codeVersion, rateLimit } = config;
  const countHundred =
    rateLimit && (async (key: string) => (await rateLimit.limit({ key })).success);
  const { usage: queue } = config;
  const usage =
    queue && new UsageRecorder({ send: (report) => queue.send(report), now: Date.now, logError });
  const requests = new RequestLog({ sample: config.logSample, write: logEvent });
  const { fetch } = createEvaluationApp({
    snapshots,
    hub,
    noteKeyUse: hub?.noteKeyUse,
    countHundred,
    usage,
    requests,
    now: Date.now,
    codeVersion,
    schemaRange: {
      schema_min: acceptedSchema.min,
      schema_max: acceptedSchema.max,
      schema_copes_with: acceptedSchema.copesWith,
    },
    logError,
  });
  return { fetch, requests, snapshots, store, hub, bundle };
}

export type DataPlane = ReturnType<typeof createDataPlane>;
