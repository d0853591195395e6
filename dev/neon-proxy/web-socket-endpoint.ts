import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { FaultReply, SqlstateReply } from './faults.ts';
import type { ProxiedPostgres } from './proxied-postgres.ts';
import { endWithError, openTunnel, type TunnelEnds } from './web-socket-tunnel.ts';

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** Neon's Postgres over WebSocket. Like Neon, it takes an upgrade at any path and ignores the host. */
export function createUpgradeHandler({ address, faults }: ProxiedPostgres) {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const accept = ({ request, socket, head }: Upgrade, use: (webSocket: WebSocket) => void) =>
    server.handleUpgrade(request, socket, head, use);
  const reply: TunnelEnds['reply'] = (at) => faults.reply('websocket', at);

  return async (upgrade: Upgrade) => {
    upgrade.socket.on('error', () => {});
    const fault = await reply('start');
    if (fault?.kind === 'sqlstate') {
      return accept(upgrade, (webSocket) => refuseSession(webSocket, fault));
    }
    if (fault) return refuseUpgrade(upgrade.socket, fault);
    accept(upgrade, (webSocket) => openTunnel({ webSocket, address, reply }));
  };
}

/** The error is the answer to the client's first message, as with a server that is full. */
function refuseSession(webSocket: WebSocket, fault: SqlstateReply) {
  webSocket.on('error', () => {});
  webSocket.once('message', () => endWithError(webSocket, fault));
}

function refuseUpgrade(socket: Duplex, fault: FaultReply) {
  if (fault.kind === 'hang') return;
  if (fault.kind !== 'answer') return socket.destroy();
  const body = JSON.stringify(fault.body);
  const head = [
    `HTTP/1.1 ${fault.status} ${STATUS_CODES[fault.status] ?? ''}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
