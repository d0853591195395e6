import { env } from 'cloudflare:workers';
import { hubClient } from '../../src/hub/hub-client.ts';
import type { VersionEvent } from '../../src/hub/version-event.ts';

/** The real hub, as the edge reaches it. */
export const testHub = ({ shards = 1, streams = 100, streamsOfKey = 100 } = {}) =>
  hubClient({ namespace: env.HUB, shards, streams, streamsOfKey });

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
