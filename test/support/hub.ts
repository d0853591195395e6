import { env } from 'cloudflare:workers';
import { type HubClient, hubClient } from '../../src/hub/hub-client.ts';
import { hubName } from '../../src/hub/hub-name.ts';
import type { VersionEvent } from '../../src/hub/version-event.ts';

/**
 * The real hub, as the edge reaches it; but what is published waits for it, as its first object takes
 * seconds to start on a busy machine.
 */
export function testHub({ shards = 1, streams = 100, streamsOfKey = 100 } = {}): HubClient {
  const publish: HubClient['publish'] = async (environment, packed) => {
    await env.HUB.getByName(hubName(environment, 0)).publish({ environment, packed, shards });
  };
  return { ...hubClient({ namespace: env.HUB, shards, streams, streamsOfKey }), publish };
}

/** What a hub's socket has said so far. */
export function listen(socket: WebSocket) {
  const events: VersionEvent[] = [];
  const state = { events, isClosed: false };
  socket.accept();
  socket.addEventListener('message', ({ data }) => events.push(JSON.parse(String(data))));
  socket.addEventListener('close', () => {
    state.isClosed = true;
  });
  return state;
}
