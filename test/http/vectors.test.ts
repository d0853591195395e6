import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Feature } from '../../src/contract/flags/feature.ts';
import { createEvaluationApp } from '../../src/http/evaluation/app.ts';
import { kvSnapshotStore } from '../../src/snapshot/kv-store.ts';
import { SnapshotLoader } from '../../src/snapshot/load.ts';
import { publishToKv, sampleEnvironment } from '../support/edge.ts';
import { vectorFiles } from '../support/evaluation-vectors.ts';
import { nothingBehind } from '../support/nothing-behind.ts';

/** The data plane over the real KV, at the instant that a vector asks for. */
let instant = 0;
const now = () => instant;
const logError = () => {};
const store = kvSnapshotStore(env.SNAPSHOTS);
const snapshots = new SnapshotLoader({ ...nothingBehind, store, now, onFault: logError });
const app = createEvaluationApp({ snapshots, now, codeVersion: 'test', logError });
const executionCtx = { waitUntil: () => {} } as never;

const encode = (context: object): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(context))));

describe.each(vectorFiles)('$file, $concept', ({ snapshot, cases }) => {
  let key = '';

  beforeAll(async () => {
    const { flags, segments } = snapshot;
    const environment = await sampleEnvironment({ flags, version: snapshot.version });
    await publishToKv({ ...environment.snapshot, segments });
    key = environment.serverKey;
  });

  /** No address can name the flag whose key is empty. */
  const asked = cases.filter(({ flag }) => flag !== '');

  const ask = (path: string, init: RequestInit = {}) =>
    app.fetch(
      new Request(`http://burgee.test${path}`, {
        ...init,
        headers: { Authorization: `Bearer ${key}` },
      }),
      executionCtx,
    );

  it.each(asked)('$name', async ({ flag, context, now: at = 0, expect: expected }) => {
    instant = at;
    const response = await ask(
      `/features/${encodeURIComponent(flag)}?context=${encodeURIComponent(encode(context))}`,
    );
    if (expected.errorCode === 'FLAG_NOT_FOUND') return expect(response.status).toBe(404);
    expect(response.status).toBe(200);
    const { value, variant, reason, error_code } = await response.json<Feature>();
    expect({ value, variant, reason, error_code }).toEqual({
      value: expected.value,
      variant: expected.variant,
      reason: expected.reason,
      error_code: expected.errorCode,
    });
  });

  it.each(asked)('over OFREP: $name', async ({ flag, context, now: at = 0, expect: expected }) => {
    instant = at;
    const path = `/ofrep/v1/evaluate/flags/${encodeURIComponent(flag)}`;
    const response = await ask(path, { method: 'POST', body: JSON.stringify({ context }) });
    const answer = await response.json<object>();
    const { value, variant, reason, ruleId, errorCode } = expected;
    if (errorCode !== undefined) {
      expect(response.status).toBe(errorCode === 'FLAG_NOT_FOUND' ? 404 : 400);
      return expect(answer).toMatchObject({ key: flag, errorCode });
    }
    expect(response.status).toBe(200);
    const served = value === null ? {} : { value, variant };
    const metadata = ruleId === undefined ? { version: 7 } : { version: 7, ruleId };
    expect(answer).toEqual({ key: flag, reason, ...served, metadata });
  });
});
