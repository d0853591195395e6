import { createExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { generateKey } from '../../src/contract/access/key-format.ts';
import { adminBodyBytes } from '../../src/contract/fields/limits.ts';
import type { ControlContext } from '../../src/control/context.ts';
import { createControlPlane } from '../../src/control-plane.ts';
import { createDataPlane } from '../../src/data-plane.ts';
import { classifyFailure } from '../../src/db/classify-failure.ts';
import { parseEnv } from '../../src/env.ts';
import { createAdminApp } from '../../src/http/admin/app.ts';
import { nothingBehind } from '../support/nothing-behind.ts';

const secret = env.ADMIN_SECRET ?? '';

let callers = 0;

/** Each from an address of its own, so that none is kept out for what others guessed. */
const ask = (method: string, path: string, init: { key?: string; body?: string } = {}) =>
  exports.default.fetch(`http://burgee.test${path}`, {
    method,
    headers: {
      'CF-Connecting-IP': `2001:db8:${(++callers).toString(16)}::1`,
      ...(init.key === undefined ? {} : { Authorization: `Bearer ${init.key}` }),
      'Content-Type': 'application/json',
    },
    ...(init.body === undefined ? {} : { body: init.body }),
  });

const isForVisitors = (path: string) =>
  path.startsWith('/admin/auth/') ||
  ['/admin/invitations/accept', '/admin/password-reset'].includes(path);

/** What ADMIN_SECRET opens, which is what starts and repairs a deployment; nothing else. */
const openToSecret = [
  'GET /admin/alerts',
  'GET /admin/environments',
  'GET /admin/environments/x/versions',
  'POST /admin/republish',
  'POST /admin/warm',
  'POST /admin/keys',
  'GET /admin/me',
  'POST /admin/members/first-admin',
  'GET /admin/schema',
  'POST /admin/repair',
  'GET /admin/repair/x',
];

const needsNoDatabase = ['/admin/alerts', '/admin/me'];

/** Every route there is, as the router itself knows them. */
const routes = createAdminApp({} as never)
  .routes.filter(
    ({ method, path }) => method !== 'ALL' && !path.endsWith('*') && !isForVisitors(path),
  )
  .map(({ method, path }) => [method, path.replaceAll(/:\w+/g, 'x')] as const);

describe.each([...new Map(routes.map((route) => [route.join(' '), route])).values()])(
  '%s %s',
  (method, path) => {
    const body = method === 'GET' ? {} : { body: '{}' };

    it.each([
      ['no key', undefined],
      ['an empty key', ''],
      ['a secret that is too short', secret.slice(1)],
      ['a secret that is too long', `${secret}x`],
      ['"undefined"', 'undefined'],
      ['a client key', generateKey({ kind: 'client', environment: 'production' })],
      ['a server key', generateKey({ kind: 'server', environment: 'production' })],
      ['a mistyped admin key', `${generateKey({ kind: 'admin' })}x`],
    ])('refuses %s', async (_, key) => {
      const response = await ask(method, path, { ...body, ...(key === undefined ? {} : { key }) });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: { code: 'unauthenticated' } });
      expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
    });

    const opened = async () => {
      const response = await ask(method, path, { ...body, key: secret });
      expect(needsNoDatabase.includes(path) ? [200] : [422, 503]).toContain(response.status);
      expect(response.headers.get('Cache-Control')).toBe('no-store');
      expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(response.headers.get('Referrer-Policy')).toBe('no-referrer');
      expect(response.headers.get('Strict-Transport-Security')).toContain('max-age=15552000');
      if (response.ok) return;
      const { error } = await response.json<{ error: { code: string; request_id: string } }>();
      expect(['database_unavailable', 'invalid_input']).toContain(error.code);
      expect(error.request_id).toBe(response.headers.get('x-request-id'));
    };

    const closed = async () => {
      const response = await ask(method, path, { ...body, key: secret });
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({
        error: { code: 'forbidden', message: expect.stringContaining('make an admin key') },
      });
    };

    if (openToSecret.includes(`${method} ${path}`)) {
      it('answers by secret without a database, in no cache and no frame (security 32)', opened);
    } else it('is not opened by secret', closed);
  },
);

it.each([
  'https://u:p@db.example/burgee',
  'postgres://db.example/burgee',
  'postgres://u:p@db.example',
  ' postgres://u:p@db.example/burgee',
  'postgres:burgee',
])('names DATABASE_URL as what is wrong where it is "%s"', async (address) => {
  const config = parseEnv({ ...env, DATABASE_URL: address } as never);
  const { app } = createControlPlane(config, createDataPlane(config, nothingBehind));
  for (const path of ['/admin/environments', '/admin/schema']) {
    const headers = { Authorization: `Bearer ${secret}` };
    const response = await app.request(path, { headers }, {}, createExecutionContext());
    expect(response.status).toBe(503);
    const { error } = await response.json<{ error: { code: string; message: string } }>();
    expect(error.code).toBe('database_unavailable');
    expect(error.message).toContain('DATABASE_URL');
    expect(error.message).not.toContain(address);
  }
});

describe('a body', () => {
  const create = (body: string, key = secret) => ask('POST', '/admin/keys', { key, body });

  it.each(['', '{', '[', 'null', '"x"', '[]', '{"key":'])('that is %j is refused', async (body) => {
    const response = await create(body);
    expect([400, 422]).toContain(response.status);
    expect((await response.json<{ error: { message: string } }>()).error.message).not.toBe('');
  });

  it('that is not declared as JSON is refused, as another site could send it', async () => {
    const response = await exports.default.fetch('http://burgee.test/admin/flags', {
      method: 'POST',
      headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'text/plain' },
      body: '{"key":"x"}',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { message: 'Send the header Content-Type: application/json.' },
    });
  });

  it('that is too large or too deep is refused', async () => {
    const large = await create(JSON.stringify({ key: 'x'.repeat(adminBodyBytes) }));
    expect([large.status, await large.json()]).toMatchObject([
      413,
      { error: { code: 'body_too_large' } },
    ]);
    const deep = await create(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(deep.status).toBe(400);
  });

  it('with a character that Postgres cannot keep is refused, as is an address with one', async () => {
    const body = await create('{"key":"x","tags":["a\\u0000b"]}');
    expect([body.status, await body.text()]).toMatchObject([400, expect.stringContaining('NUL')]);
    const address = await ask('GET', '/admin/flags/%00', { key: secret });
    expect(address.status).toBe(404);
  });

  it('with a property of ours is refused by name', async () => {
    const body = '{"kind":"admin","name":"x","prefix":"bga_","created_at":"now"}';
    const response = await ask('POST', '/admin/keys', { key: secret, body });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('created_at');
  });
});

describe.each(['/admin/auth/sign-in/email', '/admin/invitations/accept', '/admin/password-reset'])(
  'POST %s, which is open to everybody,',
  (path) => {
    it.each([
      ['no JSON', '{', 400],
      ['too deep', `${'['.repeat(5_000)}${']'.repeat(5_000)}`, 400],
      ['too large', JSON.stringify({ email: 'x'.repeat(adminBodyBytes) }), 413],
    ])('refuses a body that is %s', async (_, body, status) => {
      expect((await ask('POST', path, { body })).status).toBe(status);
    });

    it('says that there is no database', async () => {
      const password = 'correct horse battery';
      const others = {
        '/admin/invitations/accept': { token: 'x', name: 'Ana', password },
        '/admin/password-reset': { token: 'x', password },
      };
      const body = Object(others)[path] ?? { email: 'ana@example.com', password };
      const response = await ask('POST', path, { body: JSON.stringify(body) });
      expect([response.status, await response.json()]).toMatchObject([
        503,
        { error: { code: 'database_unavailable' } },
      ]);
    });
  },
);

it('leaves every other address to a clear 404', async () => {
  for (const path of ['/admin', '/admin/', '/admin/nothing', '/admin/flags/x/y/z']) {
    const response = await ask('GET', path, { key: secret });
    expect([response.status, await response.json()]).toMatchObject([
      404,
      { error: { code: 'not_found' } },
    ]);
  }
  const elsewhere = await ask('GET', '/administrators', { key: secret });
  expect(await elsewhere.json()).toMatchObject({ error: { code: 'not_found' } });
});

describe('an error that nobody foresaw', () => {
  const canary = 'postgres://owner:canary-password@db.example.com/flags';
  const failing = (error: unknown) => {
    const logged: unknown[] = [];
    const app = createAdminApp({
      adminSecret: secret,
      attempts: { settle: async () => 0, findWait: async () => 0 },
      now: () => new Date(),
      publish: async () => undefined,
      logError: (_, cause) => logged.push(cause),
      database: {
        get reads(): ControlContext['database']['reads'] {
          throw error;
        },
        get current(): ControlContext['database']['current'] {
          throw error;
        },
        transaction: () => Promise.reject(error),
      },
    });
    const headers = { Authorization: `Bearer ${secret}` };
    return { ask: () => app.request('/admin/environments', { headers }), logged };
  };

  it('leaves as an opaque message that the logs can be searched for', async () => {
    const error = new Error(`cannot read ${canary} in select * from "feature_flags"`);
    const { ask: askFailing, logged } = failing(error);
    const response = await askFailing();
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toMatch(/canary|select|feature_flags/);
    expect(text).toContain(response.headers.get('x-request-id'));
    expect(logged).toEqual([error]);
  });

  it.each([
    ['42P01', 'schema_damaged'],
    ['42703', 'schema_damaged'],
    ['57P01', 'database_unavailable'],
    ['53300', 'database_unavailable'],
    ['08006', 'database_unavailable'],
  ])('is explained when Postgres says %s', async (code, expected) => {
    const cause = Object.assign(new Error('relation "feature_flags" does not exist'), { code });
    const response = await failing(new Error('Failed query', { cause })).ask();
    expect([response.status, await response.json()]).toMatchObject([
      503,
      { error: { code: expected } },
    ]);
  });
});

describe('classifying a failed query', () => {
  it.each([
    ['a flag called after an outage', '42601', undefined],
    ['the schema', '42P01', 'damaged'],
  ])('looks at the cause, not at the statement: %s', (_, code, expected) => {
    const cause = Object.assign(new Error('syntax error'), { code });
    const error = new Error('Failed query: select $1\nparams: WebSocket timeout', { cause });
    expect(classifyFailure(error)).toBe(expected);
  });

  it('takes the event with which a socket fails for an outage', () => {
    expect(classifyFailure(new Error('Failed query', { cause: new Event('error') }))).toBe(
      'unavailable',
    );
    expect(classifyFailure(new Error('a defect of ours'))).toBeUndefined();
  });
});
