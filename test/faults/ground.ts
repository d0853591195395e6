import { createExecutionContext, createMessageBatch, env } from 'cloudflare:test';
import { neon, neonConfig } from '@neondatabase/serverless';
import { inject } from 'vitest';
import type { FaultAction, FaultPoint } from '../../dev/neon-proxy/faults.ts';
import type { Env } from '../../src/env.ts';
import type { EdgeReport } from '../../src/usage/edge-report.ts';
import { faultyHub } from './faulty-hub.ts';
import { faultyKv } from './faulty-kv.ts';
import { faultyQueue } from './faulty-queue.ts';

/** What the cells stand on: real Postgres behind the proxy, real KV and hub behind their decorators. */
export const kv = faultyKv(env.SNAPSHOTS);
export const hub = faultyHub(env.HUB);
export const queue = faultyQueue();

/** An hour ago, so that nobody misses one. */
export const keptAt = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 3_600_000);

/** One of the day is there, so that the scheduled job keeps none beside what is tested. */
const keptBackup = {
  head: async () => ({ size: 1 }),
  list: async () => ({
    objects: [
      { key: 'daily/2026-11-22.ndjson.gz', size: 0, uploaded: new Date() },
      { key: 'daily/2026-11-21.ndjson.gz', size: 9, uploaded: keptAt },
      { key: 'daily/notes', size: 9, uploaded: new Date() },
    ],
    truncated: false,
  }),
} as unknown as R2Bucket;

const bindings: Env = {
  ...(env as unknown as Env),
  SNAPSHOTS: kv.binding,
  HUB: hub.binding as NonNullable<Env['HUB']>,
  WEBHOOKS: queue.binding,
  USAGE: queue.usage,
  BACKUPS: keptBackup,
  ENVIRONMENT: 'development',
  METRICS_TOKEN: 'a-metrics-token-of-more-than-32-characters',
  DATABASE_URL: inject('faultsDatabaseUrl'),
  NEON_PROXY_URL: inject('neonProxyUrl'),
};

export type Ask = (method: string, path: string, options?: AskOptions) => Promise<Response>;

interface AskOptions {
  /** An admin key when absent, which the database has to know. */
  readonly key?: string;
  readonly body?: object;
  /** Where it comes from, as the platform would say. */
  readonly address?: string;
}

/** Opens `/metrics`; needs no database either. */
export const metricsToken = bindings.METRICS_TOKEN ?? '';
/** Needs no database. */
export const adminSecret = bindings.ADMIN_SECRET ?? '';

let adminKey: Promise<string> | undefined;
let isolates = 0;

/** A Worker that has answered nothing yet. The modules behind its entry are there, as in a bundle. */
export async function startIsolate(): Promise<Ask> {
  const worker = await loadWorker();
  const ask: Ask = async (method, path, { key, body, address } = {}) => {
    const request = new Request(`http://burgee.test${path}`, {
      method,
      headers: { Authorization: `Bearer ${key ?? (await admin())}`, 'If-Match': '*' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (address) request.headers.set('CF-Connecting-IP', address);
    if (body) request.headers.set('Content-Type', 'application/json');
    return worker.fetch(request as never, bindings, createExecutionContext());
  };
  const admin = () => {
    adminKey ??= createAdminKey(ask);
    return adminKey;
  };
  return ask;
}

/** Once, before anything is broken. */
async function createAdminKey(ask: Ask): Promise<string> {
  const body = { kind: 'admin', name: 'a test', role: 'admin' };
  const response = await ask('POST', '/admin/keys', { key: adminSecret, body });
  return (await response.json<{ key: string }>()).key;
}

/** As the platform does each minute, in an isolate that has done nothing yet. */
export async function runScheduledJob(): Promise<void> {
  const worker = await loadWorker();
  await worker.scheduled({} as never, bindings);
}

/** Whatever the queue has taken, as the platform hands it out. */
export async function consumeQueue(): Promise<void> {
  const worker = await loadWorker();
  const messages = queue
    .take()
    .map((body) => ({ id: '', timestamp: new Date(), attempts: 1, body }));
  await worker.queue(createMessageBatch('burgee-webhooks', messages) as never, bindings);
}

/** What isolates would have sent, handed out as well. */
export async function consumeReports(reports: readonly EdgeReport[]): Promise<void> {
  const worker = await loadWorker();
  const messages = reports.map((body) => ({
    id: body.id,
    timestamp: new Date(),
    attempts: 1,
    body,
  }));
  await worker.queue(createMessageBatch('burgee-usage', messages) as never, bindings);
}

async function loadWorker() {
  await import('../../src/control-plane.ts');
  await import('../../src/control/members/answer-log-in.ts');
  const entry = `../../src/worker.ts?isolate=${++isolates}`;
  const { default: worker }: typeof import('../../src/worker.ts') = await import(
    /* @vite-ignore */ entry
  );
  return worker;
}

neonConfig.fetchEndpoint = () => new URL('/sql', inject('neonProxyUrl')).href;

/** Only while the proxy is well. */
export const query = (text: string) => neon(inject('faultsDatabaseUrl')).query(text);

/** From beside the database that it is about. */
export const queryFromBeside = (text: string) => neon(inject('adminDatabaseUrl')).query(text);

/** Whatever it is asked, or (given a point) in transactions alone. */
export async function breakDatabase(action: FaultAction, at?: FaultPoint): Promise<void> {
  const body = JSON.stringify(at ? { action, at, channel: 'websocket' } : { action });
  const answer = await fetch(inject('neonFaultsUrl'), { method: 'POST', body });
  if (!answer.ok) throw new Error(await answer.text());
}

export const healDatabase = () => fetch(inject('neonFaultsUrl'), { method: 'DELETE' });
