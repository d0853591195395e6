import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Worker, workerAt } from '../../../src/cli/deploy/worker.ts';

vi.mock('../../../src/resource-policy.ts', async (original) => {
  const policies: typeof import('../../../src/resource-policy.ts') = await original();
  const deploymentPolicy = { ...policies.deploymentPolicy, probeAgainMilliseconds: 1 };
  return { ...policies, deploymentPolicy };
});

let server: Server;
let worker: Worker;
let said = '';
beforeAll(async () => {
  server = createServer((_, response) => response.end(said));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  worker = workerAt({ url, name: 'burgee', adminSecret: 's', key: undefined });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it.each(['null', '7', '[]', '"ok"', 'hello'])(
  'refuses %s where an object belongs',
  async (text) => {
    said = text;
    for (const ask of [worker.health, worker.readiness]) {
      await expect(ask()).rejects.toThrow(`is answered 200: ${text}`);
    }
    await expect(worker.evaluate('ana')).rejects.toThrow(`is answered 200: ${text}`);
  },
);
