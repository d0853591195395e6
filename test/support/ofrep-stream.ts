import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Behaviour, HubEvent } from './ofrep-behaviour.ts';

export type EventHub = ReturnType<typeof createEventHub>;

/** Tells every open stream of each event, and who comes back of those that were missed. */
export function createEventHub(behaviour: Behaviour) {
  const { eventText, keepAliveMs, letsStreamsGo, mostStreams, replays, streamHeaders } = behaviour;
  const open = new Set<ServerResponse>();
  const past: HubEvent[] = [];
  const timer =
    keepAliveMs > 0 ? setInterval(() => sendAll(': keepalive\n\n'), keepAliveMs) : undefined;
  function sendAll(text: string) {
    for (const response of open) response.write(text);
  }
  function connect(request: IncomingMessage, response: ServerResponse, isAllowed: boolean) {
    if (!isAllowed) return response.writeHead(401, streamHeaders).end();
    if (open.size >= mostStreams) return response.writeHead(503, streamHeaders).end();
    open.add(response);
    if (letsStreamsGo) response.on('close', () => open.delete(response));
    response.writeHead(200, streamHeaders).write(': connected\n\n');
    const last = past.findIndex(({ id }) => id === request.headers['last-event-id']);
    if (replays && last >= 0)
      response.write(
        past
          .slice(last + 1)
          .map(eventText)
          .join(''),
      );
    return response;
  }
  return {
    connect,
    publish: (event: HubEvent) => {
      past.push(event);
      sendAll(eventText(event));
    },
    close: () => clearInterval(timer),
  };
}
