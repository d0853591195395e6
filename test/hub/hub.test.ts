import { evictDurableObject, listDurableObjectIds, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ensurePublished } from '../../src/hub/ensure-published.ts';
import type { Hub } from '../../src/hub/hub.ts';
import { hubName } from '../../src/hub/hub-name.ts';
import { versionEvent } from '../../src/hub/version-event.ts';
import { hubPolicy } from '../../src/resource-policy.ts';
import { type PublishedSnapshot, pack } from '../../src/snapshot/format.ts';
import { sampleEnvironment } from '../support/edge.ts';
import { listen, testHub } from '../support/hub.ts';

const sample = async () => (await sampleEnvironment()).snapshot;
const atVersion = (snapshot: PublishedSnapshot, version: number) => pack({ ...snapshot, version });
const keeperOf = ({ environment }: PublishedSnapshot) => env.HUB.getByName(hubName(environment, 0));

async function open(hub: ReturnType<typeof testHub>, environment: string, after?: number) {
  const socket = await hub.openStream(environment, { keyId: 'one', after });
  if (typeof socket === 'string') throw new Error(`the ${socket} is full`);
  return { socket, heard: listen(socket) };
}
/** Resolves when there is room again. */
const reopen = (hub: ReturnType<typeof testHub>, environment: string) =>
  vi.waitFor(async () => void (await open(hub, environment)), { timeout: 20_000 });
const versions = ({ events }: { events: readonly { version: number }[] }) =>
  events.map(({ version }) => version);

describe('the keeper', () => {
  it('has what was published, to the byte, also after it left memory', async () => {
    const hub = testHub();
    const snapshot = await sample();
    const { environment } = snapshot;
    expect(await hub.find(environment, 0)).toBeUndefined();
    const [flag] = snapshot.flags;
    const name = '🚩ü'.repeat(900_000);
    const packed = await pack({ ...snapshot, flags: [{ ...flag, name }] } as never);
    await hub.publish(environment, packed);
    await evictDurableObject(keeperOf(snapshot));
    const { text, ...label } = packed;
    const found = await hub.find(environment, 0);
    expect(found?.packed?.text === text).toBe(true);
    expect(found?.label).toEqual(label);
    expect(await hub.findLabel(environment)).toEqual(label);
  });

  it('says no more than its label to whoever has as new a version', async () => {
    const hub = testHub();
    const snapshot = await sample();
    await hub.publish(snapshot.environment, await atVersion(snapshot, 5));
    expect(await hub.find(snapshot.environment, 4)).toHaveProperty('packed');
    expect(await hub.find(snapshot.environment, 5)).not.toHaveProperty('packed');
    expect(await hub.find(snapshot.environment, 9)).toMatchObject({ label: { version: 5 } });
  });

  it('never goes back to an older version', async () => {
    const hub = testHub();
    const snapshot = await sample();
    for (const [offered, kept] of [
      [5, 5],
      [4, 5],
      [5, 5],
      [7, 7],
      [6, 7],
    ] as const) {
      await hub.publish(snapshot.environment, await atVersion(snapshot, offered));
      expect(await hub.find(snapshot.environment, 0)).toMatchObject({ label: { version: kept } });
    }
  });

  it('keeps the newest of many that are published at once', async () => {
    const hub = testHub();
    const snapshot = await sample();
    const all = await Promise.all([3, 9, 1, 7, 5].map((each) => atVersion(snapshot, each)));
    await Promise.all(all.map((packed) => hub.publish(snapshot.environment, packed)));
    expect(await hub.find(snapshot.environment, 0)).toMatchObject({ packed: all[1] });
  });

  it('refuses what is corrupt, of another environment, or another content of a version it has', async () => {
    const hub = testHub();
    const snapshot = await sample();
    const { environment } = snapshot;
    const good = await atVersion(snapshot, 2);
    await hub.publish(environment, good);
    const next = await atVersion(snapshot, 3);
    for (const bad of [
      { ...next, text: next.text.slice(1) },
      { ...next, version: 4 },
      await pack({ ...snapshot, environment: 'another', version: 3 }),
      await pack({ ...snapshot, version: 2, flags: [] }),
    ]) {
      await expect(hub.publish(environment, bad)).rejects.toThrow();
    }
    expect(await hub.find(environment, 0)).toMatchObject({ packed: good });
  });

  it('leaves no trace of an environment that was only asked for', async () => {
    const snapshot = await sample();
    await testHub().find(snapshot.environment, 0);
    await runInDurableObject(keeperOf(snapshot), (_: Hub, { storage }) => {
      expect([...storage.sql.exec(`select name from sqlite_master where name like 's%'`)]).toEqual(
        [],
      );
    });
  });

  it('is given what it has missed, and only then', async () => {
    const hub = testHub();
    const snapshot = await sample();
    const { environment } = snapshot;
    for (const [version, mended] of [
      [2, 'given'],
      [2, undefined],
      [1, undefined],
      [3, 'given'],
    ] as const) {
      const packed = await atVersion(snapshot, version);
      expect(await ensurePublished(hub, environment, packed)).toBe(mended);
    }
    expect(await hub.findLabel(environment)).toMatchObject({ version: 3 });
  });
});

describe('a stream of the hub', () => {
  it('is told each version once, in every shard', async () => {
    const hub = testHub({ shards: 3 });
    const snapshot = await sample();
    const { environment } = snapshot;
    const streams = await Promise.all(Array.from({ length: 12 }, () => open(hub, environment)));
    const ids = await listDurableObjectIds(env.HUB);
    expect(ids.length).toBeGreaterThanOrEqual(3);
    for (const version of [1, 2, 2, 3]) {
      await hub.publish(environment, await atVersion(snapshot, version));
    }
    for (const { heard } of streams) {
      await expect.poll(() => versions(heard)).toEqual([1, 2, 3]);
    }
  });

  it('hears the newest version first, or all that was missed', async () => {
    const hub = testHub();
    const snapshot = await sample();
    const { environment } = snapshot;
    for (const version of [3, 4, 6]) {
      await hub.publish(environment, await atVersion(snapshot, version));
    }
    for (const [after, told] of [
      [undefined, [6]],
      [3, [4, 6]],
      [0, [3, 4, 6]],
      [6, [6]],
      [99, [6]],
    ] as const) {
      const { heard } = await open(hub, environment, after);
      await expect.poll(() => versions(heard)).toEqual(told);
    }
  });

  it('is replayed the same events by a shard that was added later', async () => {
    const snapshot = await sample();
    const { environment } = snapshot;
    for (const version of [1, 2, 3]) {
      await testHub().publish(environment, await atVersion(snapshot, version));
    }
    const { heard: first } = await open(testHub(), environment, 1);
    const many = testHub({ shards: 2 });
    const streams = await Promise.all(Array.from({ length: 8 }, () => open(many, environment, 1)));
    await expect.poll(() => versions(first)).toEqual([2, 3]);
    for (const { heard } of streams) {
      await expect.poll(() => heard.events).toEqual(first.events);
    }
  });

  it('goes on after its hub has left memory, and hears what is published then', async () => {
    const hub = testHub({ shards: 2 });
    const snapshot = await sample();
    const { environment } = snapshot;
    await hub.publish(environment, await atVersion(snapshot, 1));
    const streams = await Promise.all(Array.from({ length: 8 }, () => open(hub, environment)));
    for (const shard of [0, 1]) {
      const stub = env.HUB.getByName(hubName(environment, shard));
      await runInDurableObject(stub, (instance: Hub) => void Object.assign(instance, { mark: 1 }));
      await evictDurableObject(stub);
      await runInDurableObject(stub, (instance: Hub, ctx) => {
        expect(instance).not.toHaveProperty('mark');
        expect(ctx.getWebSockets().length).toBeGreaterThan(0);
      });
    }
    await hub.publish(environment, await atVersion(snapshot, 2));
    for (const { heard } of streams) {
      await expect.poll(() => versions(heard)).toEqual([1, 2]);
    }
  });

  it('is not taken on beyond the limit of its shard, until another has left', async () => {
    const hub = testHub({ streams: 2 });
    const { environment } = await sample();
    const { socket } = await open(hub, environment);
    await open(hub, environment);
    expect(await hub.openStream(environment, { keyId: 'another' })).toBe('hub');
    socket.close(1000);
    await reopen(hub, environment);
  });

  it('is not taken on beyond the limit of its key, also after the hub left memory, and of another is', async () => {
    const hub = testHub({ streams: 5, streamsOfKey: 2 });
    const snapshot = await sample();
    const { environment } = snapshot;
    const { socket } = await open(hub, environment);
    await open(hub, environment);
    expect(await hub.openStream(environment, { keyId: 'one' })).toBe('key');
    await evictDurableObject(keeperOf(snapshot));
    expect(await hub.openStream(environment, { keyId: 'one' })).toBe('key');
    expect(await hub.openStream(environment, { keyId: 'another' })).toBeInstanceOf(WebSocket);
    socket.close(1000);
    await reopen(hub, environment);
  });

  it('is told by a shard that was out of reach, once it is back', async () => {
    const hub = testHub({ shards: 2 });
    const snapshot = await sample();
    const { environment } = snapshot;
    const streams = await Promise.all(Array.from({ length: 8 }, () => open(hub, environment)));
    const shard = env.HUB.getByName(hubName(environment, 1));
    let announced = 0;
    await runInDurableObject(shard, (instance: Hub) => {
      const prototype = Object.getPrototypeOf(instance) as Hub;
      const { announce } = prototype;
      vi.spyOn(prototype, 'announce').mockImplementation(function (this: Hub, event) {
        if (this === instance && ++announced === 1) throw new Error('out of reach');
        return announce.call(this, event);
      });
    });
    onTestFinished(() => void vi.restoreAllMocks());
    await hub.publish(environment, await atVersion(snapshot, 1));
    for (const { heard } of streams) {
      await expect.poll(() => versions(heard)).toEqual([1]);
    }
    expect(announced).toBe(2);
  });

  it.each([0, 1, 2])('is told by shard %i after all, which has lost what it had', async (lost) => {
    const hub = testHub({ shards: 3 });
    const snapshot = await sample();
    const { environment } = snapshot;
    const packed = await atVersion(snapshot, 1);
    const streams = await Promise.all(Array.from({ length: 12 }, () => open(hub, environment)));
    await hub.publish(environment, packed);
    for (const { heard } of streams) await expect.poll(() => heard.events).toHaveLength(1);
    await runInDurableObject(env.HUB.getByName(hubName(environment, lost)), (_: Hub, ctx) => {
      ctx.storage.sql.exec('delete from events');
    });
    expect(await ensurePublished(hub, environment, packed)).toBe('told');
    expect(await ensurePublished(hub, environment, packed)).toBeUndefined();
    const told = () => streams.filter(({ heard }) => heard.events.length === 2);
    await expect.poll(() => told().length).toBeGreaterThan(0);
    expect(told().length).toBeLessThan(streams.length);
    for (const { heard } of told()) expect(versions(heard)).toEqual([1, 1]);
  });

  it('is told where another shard is out of reach, which is said, and the keeper given all the same', async () => {
    const hub = testHub({ shards: 3 });
    const snapshot = await sample();
    const { environment } = snapshot;
    await hub.publish(environment, await atVersion(snapshot, 1));
    await runInDurableObject(env.HUB.getByName(hubName(environment, 2)), (instance: Hub) => {
      const prototype = Object.getPrototypeOf(instance) as Hub;
      const { announce } = prototype;
      vi.spyOn(prototype, 'announce').mockImplementation(function (this: Hub, event) {
        if (this === instance) throw new Error('out of reach');
        return announce.call(this, event);
      });
    });
    onTestFinished(() => void vi.restoreAllMocks());
    const within = testHub({ shards: 2 });
    const streams = await Promise.all(Array.from({ length: 8 }, () => open(within, environment)));
    const mending = ensurePublished(hub, environment, await atVersion(snapshot, 2));
    await expect(mending).rejects.toThrow('did not reach 1 shard');
    expect(await hub.findLabel(environment)).toMatchObject({ version: 2 });
    for (const { heard } of streams) await expect.poll(() => versions(heard)).toEqual([1, 2]);
  });

  it('hears what is published although another, which is closing, cannot be written to', async () => {
    const hub = testHub();
    const snapshot = await sample();
    const { environment } = snapshot;
    const streams = await Promise.all(Array.from({ length: 3 }, () => open(hub, environment)));
    const event = versionEvent(await atVersion(snapshot, 1), Date.now());
    await runInDurableObject(keeperOf(snapshot), (instance: Hub, ctx) => {
      const [first] = ctx.getWebSockets();
      first?.close(1000);
      expect(ctx.getWebSockets()).toContain(first);
      instance.announce(event);
    });
    const told = () => streams.filter(({ heard }) => heard.events.length === 1);
    await expect.poll(told).toHaveLength(2);
    expect(streams.filter(({ heard }) => heard.isClosed)).toHaveLength(1);
  });

  it('is replayed no more events than are kept', async () => {
    const hub = testHub();
    const snapshot = await sample();
    const { environment } = snapshot;
    const last = hubPolicy.eventsKept + 5;
    for (let version = 1; version <= last; version++) {
      await hub.publish(environment, await atVersion(snapshot, version));
    }
    const { heard } = await open(hub, environment, 0);
    await expect.poll(() => heard.events).toHaveLength(hubPolicy.eventsKept);
    expect(versions(heard).at(-1)).toBe(last);
  });
});
