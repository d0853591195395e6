import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { handleFaults } from './fault-endpoint.ts';
import { createFaults, type Faults } from './faults.ts';
import type { PostgresAddress } from './postgres-address.ts';
import type { ProxiedPostgres } from './proxied-postgres.ts';
import { handleSql } from './sql-endpoint.ts';
import { keepSqlSessions } from './sql-sessions.ts';
import { createUpgradeHandler } from './web-socket-endpoint.ts';

export interface NeonProxy {
  /** For the driver: `<url>/sql` and, as a WebSocket, `<url>/v2`. */
  readonly url: string;
  /** For another process: see handleFaults. */
  readonly faultsUrl: string;
  readonly faults: Faults;
  readonly stop: () => Promise<void>;
}

/** Speaks Neon's two protocols on loopback to the one Postgres at the address. */
export async function startNeonProxy(address: PostgresAddress): Promise<NeonProxy> {
  const faults = createFaults((refused) => proxy.setRefused(refused));
  const sessions = keepSqlSessions(address);
  const proxy = await openProxyPort({ address, faults, sessions });
  const control = createServer((request, response) => handleFaults(faults, request, response));
  const controlPort = await listen(control, 0);
  return {
    url: `http://127.0.0.1:${proxy.port}`,
    faultsUrl: `http://127.0.0.1:${controlPort}/faults`,
    faults,
    stop: async () => {
      proxy.setRefused(true);
      sessions.endIdle();
      control.close();
      control.closeAllConnections();
    },
  };
}

async function openProxyPort(postgres: ProxiedPostgres) {
  const onRequest: RequestListener = (request, response) =>
    handleSql(postgres, { request, response });
  const onUpgrade = createUpgradeHandler(postgres);
  const sockets = new Set<Socket>();
  const server = createServer(onRequest);
  server.on('upgrade', (request, socket, head) => onUpgrade({ request, socket, head }));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await listen(server, 0);
  const setRefused = (refused: boolean) => {
    if (refused === !server.listening) return;
    if (!refused) return server.listen(port, '127.0.0.1');
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port, setRefused };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
