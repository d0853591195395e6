import { runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import type { Hub } from '../../src/hub/hub.ts';
import type { HubClient } from '../../src/hub/hub-client.ts';
import { hubName } from '../../src/hub/hub-name.ts';
import { pack } from '../../src/snapshot/format.ts';
import { publishEnvironment } from '../support/edge.ts';
import { testHub } from '../support/hub.ts';
import { readStream } from '../support/live-stream.ts';

/** The platform takes an idle object from memory after about ten seconds. */
const idleMilliseconds = 12_500;

/** A stream that is kept alive all that time, as the Worker does it every half minute. */
async function keepAlive(hub: HubClient, environment: string) {
  const socket = await hub.openStream(environment, { keyId: 'kept alive' });
  if (typeof socket === 'string') return expect.fail(`it was not taken on: ${socket}`);
  let pongs = 0;
  socket.accept();
  socket.addEventListener('message', ({ data }) => {
    pongs += Number(data === 'pong');
  });
  const timer = setInterval(() => socket.send('ping'), 500);
  return () => {
    clearInterval(timer);
    return pongs;
  };
}

it('leaves memory while its streams stay open and are kept alive, and they hear the next version', async () => {
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
  for (const { ids } of streams) await expect.poll(ids).toEqual([1]);
  const shards = [0, 1].map((shard) => env.HUB.getByName(hubName(environment, shard)));
  const kept = await Promise.all(Array.from({ length: 4 }, () => keepAlive(hub, environment)));
  const mark = (instance: Hub) => void Object.assign(instance, { mark: 'was here before' });
  for (const shard of shards) await runInDurableObject(shard, mark);

  await scheduler.wait(idleMilliseconds);
  for (const countPongs of kept) expect(countPongs()).toBeGreaterThan(10);

  let open = 0;
  for (const shard of shards) {
    await runInDurableObject(shard, (instance: Hub, ctx) => {
      expect(instance).not.toHaveProperty('mark');
      open += ctx.getWebSockets().length;
    });
  }
  expect(open).toBe(8 + kept.length);
  await hub.publish(environment, await pack({ ...snapshot, version: 2 }));
  for (const { ids, state } of streams) {
    await expect.poll(ids).toEqual([1, 2]);
    expect(state.isOver).toBe(false);
  }
});
