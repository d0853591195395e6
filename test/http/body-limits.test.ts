import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import {
  adminBodyBytes,
  bulkBodyBytes,
  evaluationBodyBytes,
  importBodyBytes,
} from '../../src/contract/fields/limits.ts';
// What is imported when it is first asked for is there beforehand, as in a bundle.
import '../../src/control-plane.ts';
import worker from '../../src/worker.ts';
import { publishEnvironment } from '../support/edge.ts';

const chunk = new TextEncoder().encode(' '.repeat(4_096));

/** Ten megabytes without a length, in small chunks; counts what is taken of them. */
function endlessBody() {
  const taken = { bytes: 0 };
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (taken.bytes >= 10_000_000) return controller.close();
      taken.bytes += chunk.length;
      controller.enqueue(chunk);
    },
  });
  return { stream, taken };
}

const send = (path: string, key: string, body: BodyInit) => {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const request = new Request(`http://burgee.test${path}`, { method: 'POST', headers, body });
  return worker.fetch(request as never, env as never, createExecutionContext());
};

const bulk = '/ofrep/v1/evaluate/flags';

it.each([
  ['/admin/flags', adminBodyBytes],
  ['/admin/repair', adminBodyBytes],
  ['/admin/environments/production/copy', adminBodyBytes],
  ['/admin/environments/production/import', importBodyBytes],
  ['/admin/environments/x/overrides/import', bulkBodyBytes],
  [bulk, evaluationBodyBytes],
  [`${bulk}/sample`, evaluationBodyBytes],
])('%s reads no more than its limit of a stream', async (path, limit) => {
  const { serverKey } = await publishEnvironment();
  const key = path.startsWith('/admin') ? (env.ADMIN_SECRET ?? '') : serverKey;
  const { stream, taken } = endlessBody();
  const response = await send(path, key, stream);
  expect(response.status).toBe(413);
  expect(taken.bytes).toBeGreaterThan(limit);
  expect(taken.bytes).toBeLessThan(1.2 * limit);
});

it('is counted in bytes, and what fits is read whole, cut wherever', async () => {
  const { serverKey } = await publishEnvironment();
  const fitting = JSON.stringify({ context: { list: ['ü✓🚩'] }, pad: '' });
  const pad = 'é'.repeat((evaluationBodyBytes - new TextEncoder().encode(fitting).length) / 2);
  const bytes = new TextEncoder().encode(fitting.replace('""', `"${pad}"`));
  for (const size of [1_000, 65_536]) {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size)
          controller.enqueue(bytes.slice(at, at + size));
        controller.close();
      },
    });
    expect((await send(bulk, serverKey, stream)).status).toBe(200);
  }
  expect((await send(bulk, serverKey, new Uint8Array([...bytes, 32, 32]))).status).toBe(413);
});

it('is refused for its depth before anything recursive meets it', async () => {
  const { serverKey } = await publishEnvironment();
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  for (const body of [`{"context":{"a":${nested(30_000)}}}`, nested(30_000)]) {
    expect((await send(bulk, serverKey, body)).status).toBe(400);
  }
  const other = `{"context":{},"other":${nested(30_000)}}`;
  expect((await send(bulk, serverKey, other)).status).toBe(200);
  expect((await send(bulk, serverKey, nested(100_000))).status).toBe(413);
  const secret = env.ADMIN_SECRET ?? '';
  expect((await send('/admin/flags', secret, nested(100_000))).status).toBe(400);
});

it('is bounded by the length of the address where there is none', async () => {
  const { ask } = await publishEnvironment();
  for (const path of [`/features?${'t=1&'.repeat(5_000)}`, `/features/${'k'.repeat(17_000)}`]) {
    const response = await ask(path);
    expect([response.status, await response.json()]).toMatchObject([
      414,
      { error: { code: 'url_too_long' } },
    ]);
  }
  expect((await ask(`/features/sample?t=${'x'.repeat(9_000)}`)).status).toBe(400);
});
