import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { FaultReply, Faults } from './faults.ts';
import { endWithError, openTunnel } from './web-socket-tunnel.ts';

export interface WebSocketEndpoint {
  address: { host: string; port: number };
  faults: Faults;
}

interface Upgrade {
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
}

/** Neon's Postgres over WebSocket. Like Neon, it takes an upgrade at any path and ignores the host. */
export function createUpgradeHandler({ address, faults }: WebSocketEndpoint) {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const accept = ({ request, socket, head }: Upgrade, use: (webSocket: WebSocket) => void) =>
    server.handleUpgrade(request, socket, head, use);
  const reply: Parameters<typeof openTunnel>[0]['reply'] = (at) => faults.reply('websocket', at);

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
function refuseSession(webSocket: WebSocket, fault: { code: string; message?: string }) {
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
