import { describe, expect, it } from 'vitest';
import { AccessControl } from '../../src/http/evaluation/access.ts';
import { catchUpAccess } from '../../src/http/evaluation/catch-up-access.ts';
import { findNamedVersion } from '../../src/http/evaluation/named-version.ts';
import { type PublishedSnapshot, pack } from '../../src/snapshot/format.ts';
import { SnapshotLoader } from '../../src/snapshot/load.ts';
import { sampleEnvironment } from '../support/edge.ts';
import { MemoryHub } from '../support/memory-hub.ts';
import { memorySnapshotStore } from '../support/memory-snapshot-store.ts';
import { nothingBehind } from '../support/nothing-behind.ts';

describe('the version that a request names', () => {
  const named = (query: string, ifNoneMatch?: string) =>
    findNamedVersion(
      `https://burgee.test/ofrep/v1/evaluate/flags${query}`,
      new Headers(ifNoneMatch === undefined ? {} : { 'If-None-Match': ifNoneMatch }),
    )?.version;

  it.each([
    ['', undefined, undefined],
    ['?flagConfigEtag=8.0123456789abcdef', undefined, 8],
    ['?flagConfigEtag=%228.0123456789abcdef%22&flagConfigLastModified=1', undefined, 8],
    ['', '"12-0-a1.9f86"', 12],
    ['', 'W/"12.9f86"', 12],
    ['', '12.9f86', 12],
    ['', '"3.a", W/"12.b", "7.c"', 12],
    ['?flagConfigEtag=8.a', '"7.b"', 8],
    ['?flagConfigEtag=8.a', '"9.b"', 9],
    ['', '*', undefined],
    ['', '"deadbeef"', undefined],
    ['?flagConfigEtag=', '', undefined],
    ['?flagConfigEtag=99999999999999999999999.a', undefined, undefined],
    ['?flagConfigEtag=-8.a', undefined, undefined],
  ])('is read from %s and %s', (query, header, version) => {
    expect(named(query, header)).toBe(version);
  });
});

describe('a caller who has seen a version', () => {
  async function start() {
    const { snapshot, clientKey } = await sampleEnvironment({ version: 4 });
    const { environment } = snapshot;
    const store = memorySnapshotStore();
    const hub = new MemoryHub();
    await store.put(environment, await pack(snapshot));
    const snapshots = new SnapshotLoader({
      ...nothingBehind,
      store,
      hub,
      now: Date.now,
      onFault: () => {},
    });
    const granted = await new AccessControl(snapshots, Date.now).check(clientKey);
    if (granted === 'refused' || !granted.held) throw new Error('no access');
    const publish = async (version: number, change: Partial<PublishedSnapshot> = {}) =>
      hub.publish(environment, await pack({ ...snapshot, version, ...change }));
    const ask = (etag: string) => {
      const request = new Request('https://burgee.test/', { headers: { 'If-None-Match': etag } });
      return catchUpAccess(granted, request, snapshots);
    };
    return { ask, publish, hub };
  }

  it('does not wait where this isolate has it', async () => {
    const { ask, hub } = await start();
    for (const etag of ['"4.a"', '"3.a"', '*']) expect(ask(etag)).toBeUndefined();
    expect(hub.reads).toBe(0);
  });

  it('is answered from that version, or the newest there is', async () => {
    const { ask, publish } = await start();
    await publish(6);
    expect(await ask('"5.a"')).toMatchObject({ source: 'hub', held: { snapshot: { version: 6 } } });
    expect(await ask('"99.a"')).toMatchObject({ held: { snapshot: { version: 6 } } });
  });

  it('is refused where the key is revoked in it', async () => {
    const { ask, publish } = await start();
    await publish(5, { keys: [] });
    expect(await ask('"5.a"')).toBe('refused');
  });

  it('is answered from what there is when the hub fails', async () => {
    const { ask, hub } = await start();
    hub.fault = () => Promise.reject(new Error('gone'));
    expect(await ask('"5.a"')).toMatchObject({ held: { snapshot: { version: 4 } } });
  });
});
