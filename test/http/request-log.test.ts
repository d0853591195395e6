import { env, exports } from 'cloudflare:workers';
import { afterEach, expect, it, vi } from 'vitest';
import { displayPrefix } from '../../src/contract/access/key-format.ts';
import { RequestLog } from '../../src/http/request-log.ts';
import { logEvent } from '../../src/log.ts';
import { sampleEnvironment } from '../support/edge.ts';
import { isolatedEdge } from '../support/isolated-edge.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

interface Line {
  readonly message: string;
  readonly route?: string;
  readonly status?: number;
}

/** The lines about requests, as the platform would collect them. */
function listenToLog() {
  const lines: Line[] = [];
  vi.spyOn(console, 'log').mockImplementation((text) => {
    const line: Line = JSON.parse(text);
    if (line.message === 'request') lines.push(line);
  });
  vi.spyOn(console, 'error').mockImplementation(() => {});
  return lines;
}

const { snapshot, serverKey } = await sampleEnvironment({ version: 7 });

const startEdge = (sample: number, capabilities = {}) =>
  isolatedEdge(snapshot, {
    requests: new RequestLog({ sample, write: logEvent }),
    ...capabilities,
  });

it('notes no good answer of the edge unless it is asked to', async () => {
  const lines = listenToLog();
  const { ask } = await startEdge(0);
  for (const path of ['/features/sample', '/features', '/features/nothing', '/nowhere']) {
    await ask(serverKey, path);
  }
  await ask('no-key');
  expect(lines).toEqual([]);
});

it('notes what was answered from where, and nothing of whom it was about', async () => {
  const lines = listenToLog();
  const { ask } = await startEdge(1);
  const headers = { 'CF-Ray': '8a1b2c3d4e5f6789-FRA' };
  await ask(serverKey, '/features/sample?user_id=ada@example.com', { headers });
  await ask(serverKey, '/features?user_id=ada@example.com');
  const body = JSON.stringify({ context: { targetingKey: 'ada@example.com' } });
  await ask(serverKey, '/ofrep/v1/evaluate/flags/sample', { method: 'POST', body });
  await ask('a-secret-that-was-sent-by-mistake');
  const key = displayPrefix(serverKey);
  const good = { level: 'info', message: 'request', key, status: 200, version: 7, milliseconds: 0 };
  expect(lines).toEqual([
    {
      ...good,
      request_id: '8a1b2c3d4e5f6789-FRA',
      method: 'GET',
      route: '/features/:key',
      source: 'kv',
    },
    { ...good, request_id: null, method: 'GET', route: '/features', source: 'memory' },
    {
      ...good,
      request_id: null,
      method: 'POST',
      route: '/ofrep/v1/evaluate/flags/:key',
      source: 'memory',
    },
    expect.objectContaining({ status: 401, key: null, source: null, version: null }),
  ]);
  const text = JSON.stringify(lines);
  for (const secret of [serverKey.slice(-12), 'ada@', 'by-mistake'])
    expect(text).not.toContain(secret);
});

it('notes every failure on our side, warm or cold, by the id that the caller was told', async () => {
  const lines = listenToLog();
  const fail = () => {
    throw new Error('a fault of ours');
  };
  const { ask } = await startEdge(0, { usage: { answered: fail, isDue: () => false } });
  for (const source of ['cold', 'warm']) {
    const response = await ask(serverKey);
    const { error } = await response.json<{ error: { request_id: string } }>();
    expect([source, response.status]).toEqual([source, 500]);
    expect(lines.splice(0)).toMatchObject([
      {
        request_id: error.request_id,
        route: '/features/:key',
        status: 500,
        key: displayPrefix(serverKey),
      },
    ]);
  }
});

it('tells whoever had to wait how long that took, and nobody else', async () => {
  const { ask, state, store } = await startEdge(0);
  const { find } = store;
  store.find = async (environment) => {
    state.now += 25;
    return find(environment);
  };
  expect((await ask(serverKey)).headers.get('Server-Timing')).toBe('total;dur=25');
  expect((await ask(serverKey)).headers.get('Server-Timing')).toBeNull();
});

const adminHeaders = {
  Authorization: `Bearer ${env.ADMIN_SECRET}`,
  'Content-Type': 'application/json',
};
const askAdmin = (method: string, path: string, headers: HeadersInit = adminHeaders) =>
  exports.default.fetch(`http://burgee.test${path}`, {
    method,
    headers,
    ...(method === 'GET' ? {} : { body: '{}' }),
  });

it('notes every write of the control plane, and no read that went well', async () => {
  const lines = listenToLog();
  const refused = await askAdmin('POST', '/admin/flags/a.secret.flag/archive');
  const anonymous = await askAdmin('DELETE', '/admin/flags/a.secret.flag', {});
  await askAdmin('GET', '/docs');
  await askAdmin('GET', '/admin/nothing', {});
  expect(refused.headers.get('Server-Timing')).toMatch(/^total;dur=\d+, db;dur=0$/);
  expect(lines).toMatchObject([
    {
      request_id: refused.headers.get('x-request-id'),
      method: 'POST',
      route: '/admin/flags/:key/archive',
      key: null,
      status: refused.status,
    },
    { method: 'DELETE', route: '/admin/flags/:key', status: anonymous.status },
  ]);
  expect(JSON.stringify(lines)).not.toContain('a.secret.flag');
});

it('notes a read that failed on our side', async () => {
  const lines = listenToLog();
  const { status } = await askAdmin('GET', '/admin/environments');
  expect(status).toBe(503);
  expect(lines).toMatchObject([{ method: 'GET', route: '/admin/environments', status: 503 }]);
});
