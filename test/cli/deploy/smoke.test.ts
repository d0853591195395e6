import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundle, compatibilityDate } from '../../../bench/workerd/bundle.ts';
import { publish } from '../../../bench/workerd/environment.ts';
import { type Server, serve } from '../../../bench/workerd/serve.ts';
import {
  awaitVersion,
  compareEvaluations,
  verifyEvaluation,
  verifyReady,
} from '../../../src/cli/deploy/verify-version.ts';
import { type Worker, workerAt } from '../../../src/cli/deploy/worker.ts';
import { sampleFlag } from '../../engine/sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'burgee-smoke-'));
const servers: Server[] = [];
let worker: Worker;
let closeEdge: () => void;

/** The code as it would be uploaded, in workerd: as it is, without what it was bound to, and gone wrong. */
beforeAll(async () => {
  const modules = bundle(folder);
  const { key, kv } = await publish([sampleFlag()]);
  const date = compatibilityDate();
  const pin = (command: readonly [string, ...string[]]) => command;
  // What is published is known by its SHA-256: this code takes all of it for damaged.
  const wrong = modules.map(({ name, source }) => ({
    name,
    source: source.replaceAll('SHA-256', 'SHA-512'),
  }));
  const versions = {
    running: { modules, kv },
    good: { modules, kv },
    unbound: { modules, kv: {} },
    wrong: { modules: wrong, kv },
  };
  const ports = new Map<string, number>();
  for (const [version, each] of Object.entries(versions)) {
    const server = await serve({ ...each, version }, { folder, date, pin });
    servers.push(server);
    ports.set(version, server.port);
  }
  const edge = await startEdge(ports);
  closeEdge = edge.close;
  const adminSecret = 'an-admin-secret-of-more-than-32-characters';
  worker = workerAt({ url: edge.url, name: 'burgee', adminSecret, key });
}, 240_000);
afterAll(async () => {
  closeEdge();
  for (const server of servers) await server.end();
  rmSync(folder, { recursive: true });
});

/** Sends a request to the version that it names, as Cloudflare does; else to the one that runs. */
async function startEdge(ports: ReadonlyMap<string, number>) {
  const server = createServer(async (request, response) => {
    const header = `${request.headers['cloudflare-workers-version-overrides'] ?? ''}`;
    const named = /^burgee="(.*)"$/.exec(header)?.[1] ?? '';
    const port = ports.get(named) ?? ports.get('running');
    const { authorization = '' } = request.headers;
    const answer = await fetch(`http://127.0.0.1:${port}${request.url}`, {
      headers: { authorization },
    });
    response.writeHead(answer.status, { 'Content-Type': 'application/json' });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

it('passes a version that is well', async () => {
  await awaitVersion(worker, 'good', { isNamed: true });
  expect(await compareEvaluations(worker, 'running', 'good')).toBe(1);
  const before = await worker.readiness();
  expect(before).toMatchObject({ version: 'running' });
  expect(await verifyReady(worker, 'good', before)).toMatchObject({ version: 'good' });
});

it('finds a version that was bound to nothing', async () => {
  const before = await worker.readiness();
  await expect(verifyReady(worker, 'unbound', before)).rejects.toThrow(
    'there is nothing to serve flags from',
  );
  await expect(verifyEvaluation(worker, 'unbound')).rejects.toThrow();
});

it('finds a version that cannot read what is published', async () => {
  await awaitVersion(worker, 'wrong', { isNamed: true });
  await expect(compareEvaluations(worker, 'running', 'wrong')).rejects.toThrow(
    'GET /features has no snapshot to answer from',
  );
});

it('learns from the version which databases it works with', async () => {
  expect(await worker.health('good')).toMatchObject({
    version: 'good',
    schema_min: expect.stringMatching(/^\d{4}_/),
  });
});
