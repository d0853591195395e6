import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { createEvaluationApp } from '../../src/http/evaluation/app.ts';
import { hubPolicy } from '../../src/resource-policy.ts';
import { type PublishedSnapshot, pack } from '../../src/snapshot/format.ts';
import { kvSnapshotStore } from '../../src/snapshot/kv-store.ts';
import type { LadderOptions } from '../../src/snapshot/ladder.ts';
import { SnapshotLoader } from '../../src/snapshot/load.ts';
import { publishToKv, sampleEnvironment } from '../support/edge.ts';
import { testHub } from '../support/hub.ts';
import { isolatedEdge } from '../support/isolated-edge.ts';
import { nothingBehind } from '../support/nothing-behind.ts';

type Behind = Partial<Pick<LadderOptions, 'store' | 'hub'>>;

const gone = () => Promise.reject(new Error('gone'));
const hub = testHub();
const store = kvSnapshotStore(env.SNAPSHOTS);

/** An isolate over the real KV and the real hub, or what is left of them, at a time of the test's own. */
function startIsolate(clock: { now: number }, behind: Behind = {}) {
  const now = () => clock.now;
  const parts = { ...nothingBehind, store, hub, now, onFault: () => {} };
  const snapshots = new SnapshotLoader({ ...parts, ...behind });
  const app = createEvaluationApp({ snapshots, now, codeVersion: 'test', logError: () => {} });
  return async (key: string) => {
    const background: Promise<unknown>[] = [];
    const ctx = { waitUntil: (work: Promise<unknown>) => void background.push(work) };
    const headers = { Authorization: `Bearer ${key}` };
    const request = new Request('http://burgee.test/features/sample', { headers });
    const { status } = await app.fetch(request, ctx as never);
    await Promise.all(background);
    return status;
  };
}

const publish = async (snapshot: PublishedSnapshot) => {
  await hub.publish(snapshot.environment, await pack(snapshot));
  await publishToKv(snapshot);
};

/** What KV may do at its worst: every location goes on answering the old value for that long. */
const lagMilliseconds = 55_000;

it.each<[string, (clock: { now: number }, old: PublishedSnapshot) => Behind]>([
  ['while all is well', () => ({})],
  [
    'while KV answers what was there before',
    (clock, old) => {
      const until = clock.now + lagMilliseconds;
      const find = async (key: string) => (clock.now < until ? pack(old) : store.find(key));
      return { store: { ...store, find } };
    },
  ],
  ['while KV fails', () => ({ store: { ...store, find: gone } })],
  ['while the hub fails', () => ({ hub: { find: gone } })],
])(
  'a revoked key is dead within 60 seconds, in warm and cold isolates, %s (security 9)',
  async (_, behind) => {
    const { snapshot, serverKey, clientKey } = await sampleEnvironment();
    await publish(snapshot);
    const clock = { now: 1_800_000_000_000 };
    const left = behind(clock, snapshot);
    const warm = startIsolate(clock, left);
    expect([await warm(serverKey), await warm(clientKey)]).toEqual([200, 200]);
    const keys = snapshot.keys.filter(({ kind }) => kind === 'client');
    await publish({ ...snapshot, version: 2, keys });
    const revokedAt = clock.now;
    while ((await warm(serverKey)) === 200) {
      clock.now += 1_000;
      expect(clock.now - revokedAt).toBeLessThanOrEqual(60_000);
    }
    expect(await startIsolate(clock, left)(serverKey)).toBe(401);
    expect([await warm(serverKey), await warm(clientKey)]).toEqual([401, 200]);
  },
);

it('a rotated key is good until it expires, by the clock of the edge alone (security 9)', async () => {
  const { snapshot, serverKey, clientKey } = await sampleEnvironment();
  const expiresAt = 1_800_000_000_000 + 5_000;
  const keys = snapshot.keys.map((key) => (key.kind === 'server' ? { ...key, expiresAt } : key));
  const { ask, state, restart } = await isolatedEdge({ ...snapshot, keys });
  const statuses = async () => [(await ask(serverKey)).status, (await ask(clientKey)).status];
  expect(await statuses()).toEqual([200, 200]);
  state.fails = true;
  state.now = expiresAt - 1;
  expect(await statuses()).toEqual([200, 200]);
  state.now = expiresAt;
  expect(await statuses()).toEqual([401, 200]);
  state.fails = false;
  restart();
  expect(await statuses()).toEqual([401, 200]);
});

it('the last use of a key is told once an hour by an isolate, after its answer, and only of good keys', async () => {
  const { snapshot, serverKey, clientKey } = await sampleEnvironment();
  const told: string[] = [];
  const noteKeyUse = async (environment: string, keyId: string, usedAt: number) => {
    told.push(keyId);
    await hub.noteKeyUse(environment, keyId, usedAt);
    throw new Error('gone');
  };
  const { ask, state, settle, logged } = await isolatedEdge(snapshot, { noteKeyUse });
  for (let asked = 0; asked < 3; asked++) {
    for (const key of [serverKey, clientKey]) expect((await ask(key)).status).toBe(200);
    await ask(`${serverKey}x`);
  }
  await settle();
  expect(told).toEqual(['server', 'client']);
  expect(logged).toHaveLength(2);
  const usedAt = state.now - (state.now % hubPolicy.keyUseMilliseconds);
  state.now += hubPolicy.keyUseMilliseconds;
  await ask(serverKey);
  await settle();
  expect(told).toEqual(['server', 'client', 'server']);
  expect(await hub.listKeyUses(snapshot.environment)).toEqual([
    { keyId: 'client', usedAt },
    { keyId: 'server', usedAt: usedAt + hubPolicy.keyUseMilliseconds },
  ]);
  await hub.noteKeyUse(snapshot.environment, 'server', 0);
  expect(await hub.listKeyUses(snapshot.environment)).toContainEqual({
    keyId: 'server',
    usedAt: usedAt + hubPolicy.keyUseMilliseconds,
  });
});
