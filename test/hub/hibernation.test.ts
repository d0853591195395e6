import { runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect, it, vi } from 'vitest';
import type { Hub } from '../../src/hub/hub.ts';
import { hubName } from '../../src/hub/hub-name.ts';
import { pack } from '../../src/snapshot/format.ts';
import { publishEnvironment } from '../support/edge.ts';
import { testHub } from '../support/hub.ts';
import { readStream } from '../support/live-stream.ts';

/** The platform takes an idle object from memory after about ten seconds. */
const idleMilliseconds = 12_500;

it('leaves memory while its streams stay open, and they hear the next version', async () => {
  const hub = testHub({ shards: 2 });
  const { snapshot, clientKey } = await publishEnvironment();
  const { environment } = snapshot;
  await hub.publish(environment, await pack(snapshot));
  const streams = await Promise.all(
    Array.from({ length: 8 }, async () =>
      readStream(
        await exports.default.fetch(`http://burgee.test/ofrep/v1/stream?key=${clientKey}`),
      ),
    ),
  );
  for (const { ids } of streams) await vi.waitFor(() => expect(ids()).toEqual([1]));
  const shards = [0, 1].map((shard) => env.HUB.getByName(hubName(environment, shard)));
  const mark = (instance: Hub) => void Object.assign(instance, { mark: 'was here before' });
  for (const shard of shards) await runInDurableObject(shard, mark);

  await scheduler.wait(idleMilliseconds);

  let open = 0;
  for (const shard of shards) {
    await runInDurableObject(shard, (instance: Hub, ctx) => {
      expect(instance).not.toHaveProperty('mark');
      open += ctx.getWebSockets().length;
    });
  }
  expect(open).toBe(8);
  await hub.publish(environment, await pack({ ...snapshot, version: 2 }));
  for (const { ids, state } of streams) {
    await vi.waitFor(() => expect(ids()).toEqual([1, 2]));
    expect(state.isOver).toBe(false);
  }
}, 30_000);
