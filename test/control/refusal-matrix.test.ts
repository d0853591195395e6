import { Validator } from '@cfworker/json-schema';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Role, roles } from '../../src/contract/access/api-key.ts';
import { generateKey } from '../../src/contract/access/key-format.ts';
import { type ErrorCode, errorCodes } from '../../src/contract/errors/error-codes.ts';
import {
  adminBodyBytes,
  bulkBodyBytes,
  importBodyBytes,
} from '../../src/contract/fields/limits.ts';
import { createContextKey } from '../../src/control/context-keys/create-context-key.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { revokeKey } from '../../src/control/keys/revoke-key.ts';
import { createAuth } from '../../src/control/members/create-auth.ts';
import { apiKeys } from '../../src/db/api-keys.ts';
import { libraryEndpoints } from '../../src/http/admin/routes/answer-by-library.ts';
import { samplePath } from '../../src/http/description/curl-sample.ts';
import { openapiDocument } from '../../src/http/description/openapi-document.ts';
import type { Operation } from '../../src/http/description/operation.ts';
import { isWrite, refusalsOf } from '../../src/http/description/refusals-of.ts';
import { operations } from '../../src/http/description/sections.ts';
import { publish } from '../../src/snapshot/publish/publish.ts';
import { type AdminApp, adminSecret, openAdminApp, origin } from '../support/admin-app.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';
import { printTable } from '../support/print-table.ts';

const asked = operations.filter(({ route }) => route.includes(' /admin/'));

/** By better-auth, which knows cookies alone; who logs in by it has a test of its own: log-in.test.ts. */
const isByLibrary = ({ route }: Operation): boolean =>
  route.includes(' /admin/auth/') && !route.endsWith('/ways');

interface Answer {
  readonly status: number;
  readonly body?: { readonly error?: { readonly code: ErrorCode; readonly message: string } };
}

let plane: TestControlPlane;
let app: AdminApp;
/** Of the first admin. */
let sessionCookie: string;
let keys: Readonly<Record<Role | 'client' | 'server' | 'revoked' | 'expired', string>>;
let answers: ReadonlyMap<string, Readonly<Record<string, Answer | undefined>>>;

beforeAll(async () => {
  plane = await startControlPlane();
  const publisher = { ...plane, accept: () => {}, logError: () => {}, pause: async () => {} };
  app = openAdminApp(plane, {
    publish: (environment, options) => publish(publisher, environment, options),
  });
  keys = await makeKeys();
  sessionCookie = await logIn();
  const all = new Map<string, Readonly<Record<string, Answer | undefined>>>();
  for (const operation of asked) all.set(operation.route, await tryAll(operation));
  answers = all;
});
afterAll(() => plane?.dispose());

async function makeKeys() {
  const { ctx, database } = plane;
  const admin = async (role: Role) =>
    createKey({ ctx, input: { kind: 'admin', name: role, role } });
  const environment = 'development';
  const [viewer, editor, full, revoked, expired, client, server] = await Promise.all([
    ...([...roles, 'admin', 'admin'] as const).map(admin),
    createKey({ ctx, input: { kind: 'client', name: 'X', environment } }),
    createKey({ ctx, input: { kind: 'server', name: 'X', environment } }),
  ]);
  await revokeKey({ ctx, input: { id: revoked?.id ?? '' } });
  await database.current
    .update(apiKeys)
    .set({ expiresAt: new Date(0) })
    .where(eq(apiKeys.id, expired?.id ?? ''));
  const made = { viewer, editor, admin: full, revoked, expired, client, server };
  const texts = Object.entries(made).map(([name, key]) => [name, key?.key ?? '']);
  return Object.fromEntries(texts) as typeof keys;
}

async function logIn(): Promise<string> {
  const [email, password] = ['first@example.com', 'a password of twelve or more'];
  await app.bySecret('POST /members/first-admin', { email, name: 'First', password });
  const browser = app.openBrowser();
  await browser.logIn(email, password);
  return [...browser.jar].map(([name, value]) => `${name}=${value}`).join('; ');
}

interface Request {
  readonly key?: string | undefined;
  /** Whether it comes by a cookie, as a browser sends it. */
  readonly cookie?: true;
  readonly from?: string;
  readonly body?: object | string;
  readonly path?: string;
  readonly type?: string;
}

let callers = 0;

/** Each from an address of its own, so that none is kept out for what others guessed. */
function ask(operation: Operation, request: Request) {
  const { key, cookie, from, body = operation.sample, path, type } = request;
  const [method = ''] = operation.route.split(' ');
  const headers = {
    'CF-Connecting-IP': `2001:db8:${(++callers).toString(16)}::1`,
    ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
    ...(cookie ? { Cookie: sessionCookie } : {}),
    ...(from === undefined ? {} : { Origin: from }),
    ...(operation.ifMatch ? { 'If-Match': '*' } : {}),
    ...(type === undefined ? {} : { 'Content-Type': type }),
  };
  const place = (path ?? pathOf(operation)).replace('/admin', '');
  return app.ask(`${method} ${place}`, { headers, ...(body && { body }) });
}

const queryOf = ({ sampleQuery }: Operation) => (sampleQuery ? `?${sampleQuery}` : '');

const namesOf = ({ sampleNames }: Operation) => ({ ...samplePath, ...sampleNames });

const pathOf = (
  operation: Operation,
  names: Readonly<Record<string, string>> = namesOf(operation),
) =>
  (operation.route.split(' ')[1] ?? '').replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(names[name] ?? name),
  ) + queryOf(operation);

const nowhere = {
  key: 'nothing',
  flag: 'nothing',
  environment: 'nothing',
  scope: 'user',
  subject: 'nobody',
  id: 'nothing',
};

/** One that is let in. */
function goodKey({ needs }: Operation): string | undefined {
  if (needs === 'anybody') return undefined;
  if (needs === 'secret') return adminSecret;
  return needs === 'member' || needs === 'key' ? keys.viewer : keys[needs];
}

function tooSmallRole({ needs }: Operation): Role | undefined {
  const rank = roles.indexOf(needs as Role);
  return needs === 'secret' ? 'admin' : roles[rank - 1];
}

const limitOf = ({ route }: Operation): number => {
  if (route.endsWith('/overrides/import')) return bulkBodyBytes;
  return route.endsWith('/import') ? importBodyBytes : adminBodyBytes;
};

const foreign = { id: 'x', revision: 7, created_by: 'x' };

const withForeignFields = (sample: object): object =>
  Array.isArray(sample) ? sample.map((row) => ({ ...row, ...foreign })) : { ...sample, ...foreign };

const tooLarge = (operation: Operation) =>
  JSON.stringify({ ...operation.sample, filler: 'x'.repeat(limitOf(operation)) });

async function tryAll(operation: Operation) {
  const key = goodKey(operation);
  const isKnown = operation.needs !== 'anybody';
  const role = tooSmallRole(operation);
  const json = 'application/json';
  const by = (wrong: string | undefined) => (isKnown ? ask(operation, { key: wrong }) : undefined);
  const withBody = (body: object | string, type?: string) =>
    operation.body && (operation.needs !== 'member' || isByLibrary(operation))
      ? ask(operation, { key, body, ...(type && { type }) })
      : undefined;
  // Not beside the next: of two repairs at once, one is refused.
  const secret = await by(adminSecret);
  const columns = {
    'no key': by(undefined),
    client: by(keys.client),
    server: by(keys.server),
    unknown: by(generateKey({ kind: 'admin' })),
    revoked: by(keys.revoked),
    expired: by(keys.expired),
    'low role': role && ask(operation, { key: keys[role] }),
    secret,
    'its role': ask(operation, { key }),
    elsewhere: isWrite(operation)
      ? ask(operation, { cookie: true, from: 'https://evil.example' })
      : undefined,
    'no such': hasNames(operation)
      ? ask(operation, { key, path: nowherePath(operation) })
      : undefined,
    'too large': withBody(tooLarge(operation), json),
    'no JSON': withBody('{"a":', json),
    'text/plain': withBody(JSON.stringify(operation.sample), 'text/plain'),
    'extra field': withBody(withForeignFields(operation.sample ?? {})),
    'extra query': takesExtraQuery(operation)
      ? undefined
      : ask(operation, { key, path: withForeignQuery(operation) }),
  };
  const settled = await Promise.all(
    Object.entries(columns).map(async ([name, answer]) => [name, await answer] as const),
  );
  return Object.fromEntries(settled) as Record<keyof typeof columns, Answer | undefined>;
}

/** A segment is made where there is none. */
const hasNames = ({ route, needs }: Operation) =>
  route.includes(':') && needs !== 'member' && route !== 'PUT /admin/segments/:key';
const nowherePath = (operation: Operation) =>
  pathOf(operation, nowhere).replace('environment=development', 'environment=nothing');

const takesExtraQuery = ({ query, needs, sampleQuery }: Operation): boolean =>
  !query ||
  needs === 'member' ||
  query.safeParse({ ...Object.fromEntries(new URLSearchParams(sampleQuery)), ...foreign }).success;

function withForeignQuery(operation: Operation): string {
  const path = pathOf(operation);
  return `${path}${path.includes('?') ? '&' : '?'}created_by=x`;
}

/** The answers of a column, where it was tried. */
const columnOf = (name: string): [string, Answer][] =>
  [...answers].flatMap(([route, row]) => (row[name] ? [[route, row[name]]] : []));

const codesOf = (name: string) =>
  new Map(columnOf(name).map(([route, { body }]) => [route, body?.error?.code]));

/** Whatever was tried in a column has this code; something was. */
const only = (code: ErrorCode, name: string) => {
  const codes = [...codesOf(name)];
  expect(codes, name).not.toEqual([]);
  expect(
    codes.filter(([, each]) => each !== code),
    name,
  ).toEqual([]);
};

it('prints what every route answers', () => {
  const names = Object.keys([...answers.values()][0] ?? {});
  const rows = [...answers].map(([route, row]) => [
    route,
    ...names.map((name) => String(row[name]?.status ?? '')),
  ]);
  printTable(['route', ...names], rows);
  expect(rows).toHaveLength(asked.length);
});

it('is opened by no key of another kind (security 8)', () => {
  for (const name of ['no key', 'client', 'server']) only('unauthenticated', name);
});

it('answers an unknown, a revoked and an expired key alike (security 10)', () => {
  for (const name of ['unknown', 'revoked', 'expired']) only('unauthenticated', name);
  for (const [route, row] of answers) {
    const messages = ['unknown', 'revoked', 'expired'].map(
      (name) => row[name]?.body?.error?.message,
    );
    expect(new Set(messages).size, route).toBe(1);
  }
});

/** The samples are of nobody here. */
const codesOfLogIn: readonly unknown[] = ['invalid_email_or_password'];

it('is for the role that the description names, and for none below', () => {
  only('forbidden', 'low role');
  for (const [route, { status, body }] of columnOf('its role')) {
    const { needs } = asked.find((each) => each.route === route) ?? {};
    if (needs === 'member' || codesOfLogIn.includes(body?.error?.code)) continue;
    expect([401, 403, 500], `${route}: ${body?.error?.message}`).not.toContain(status);
  }
});

it('is opened by ADMIN_SECRET where the description says so, and nowhere else', () => {
  const tried = columnOf('secret');
  expect(tried).not.toEqual([]);
  for (const [route, { status }] of tried) {
    const { needs, bySecret } = asked.find((each) => each.route === route) ?? {};
    if (needs === 'anybody') continue;
    expect(![401, 403].includes(status), route).toBe(needs === 'secret' || bySecret === true);
  }
});

it('finds nothing by an id that is not there (security 35)', () => {
  only('not_found', 'no such');
});

it('finds nothing of one environment under another (security 35)', async () => {
  const { ctx } = plane;
  const { id } = await createContextKey({ ctx, input: { environment: 'production', name: 'X' } });
  const revoke = (environment: string) =>
    app.ask(`POST /environments/${environment}/context-keys/${id}/revoke`, {
      headers: { Authorization: `Bearer ${keys.admin}` },
    });
  expect((await revoke('development')).status).toBe(404);
  expect((await revoke('production')).status).toBe(200);
});

it('changes nothing by the cookie of a page elsewhere (security 31)', () => {
  const byTokenAlone = ['POST /admin/invitations/accept', 'POST /admin/password-reset'];
  const others = columnOf('elsewhere').filter(([route]) => !byTokenAlone.includes(route));
  expect(others.length).toBeGreaterThan(50);
  for (const [route, { status, body }] of others) {
    expect([status, body?.error?.code], route).toEqual([403, 'cross_origin']);
  }
});

it('answers 404 for what better-auth would serve as well', async () => {
  const settings = { secret: 'x'.repeat(32), providers: {} };
  const parts = { tx: plane.database.current, audit: () => {}, settings, origin };
  const { api } = createAuth({ ...parts, onError: () => {} });
  const routes = Object.values(api).flatMap(({ path, options: { method } }) =>
    [method].flat().map((each) => `${each} /auth${path}`),
  );
  const closed = routes.filter((route) => !(route.replace(' /auth', ' ') in libraryEndpoints));
  expect(closed.length).toBeGreaterThan(15);
  for (const route of closed) {
    const answer = await app.ask(route, { headers: { Cookie: sessionCookie, Origin: origin } });
    expect([answer.status, answer.body?.error.code], route).toEqual([404, 'not_found']);
  }
});

it('refuses what is too large, no JSON, or not declared as JSON', () => {
  only('body_too_large', 'too large');
  only('bad_request', 'no JSON');
  only('bad_request', 'text/plain');
});

it('refuses properties that are not its own, such as an id or a revision (security 36)', () => {
  only('invalid_input', 'extra field');
  only('invalid_input', 'extra query');
});

it('is refused only for what the description names, with the status that it names', () => {
  for (const operation of asked) {
    const expected = refusalsOf(operation);
    for (const answer of Object.values(answers.get(operation.route) ?? {})) {
      const code = answer?.body?.error?.code;
      if (code === undefined) continue;
      expect(expected, operation.route).toContain(code);
      expect(answer?.status, code).toBe(errorCodes[code].status);
    }
  }
});

it('answers in the shape that the description publishes', () => {
  const { paths, components } = openapiDocument('test');
  for (const operation of asked) {
    const { status, body } = answers.get(operation.route)?.['its role'] ?? {};
    if (body === undefined || status === undefined || !operation.answer) continue;
    const [method = '', path = ''] = operation.route.split(' ');
    const { responses } = Object(paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]);
    const schema = { ...responses[status].content['application/json'].schema, components };
    const { errors } = new Validator(schema, '2020-12').validate(body);
    const wrong = errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);
    expect.soft(wrong, operation.route).toEqual([]);
  }
});

it('says a code, a sentence and a request id, and nothing of what is behind (security 44)', () => {
  const shapes = new Set<string>();
  for (const row of answers.values()) {
    for (const answer of Object.values(row)) {
      if (!answer || answer.status < 400) continue;
      const text = JSON.stringify(answer.body);
      expect(text).not.toMatch(
        /\bselect .* from\b|\binsert into\b|\.ts:\d|node_modules|127\.0\.0\.1/,
      );
      expect(text).not.toMatch(/postgres:\/\/|localhost|\bat \w+ \(/);
      const { error } = answer.body ?? {};
      const properties = Object.keys(answer.body ?? {}).concat(Object.keys(error ?? {}));
      shapes.add(`${answer.status} ${error?.code}: ${properties.join(' ')}`);
    }
  }
  expect([...shapes].sort()).toMatchInlineSnapshot(`
    [
      "400 bad_request: error code message request_id",
      "400 challenge_not_found: error code message request_id",
      "401 invalid_email_or_password: error code message request_id",
      "401 unauthenticated: error code message request_id",
      "403 cross_origin: error code message request_id",
      "403 forbidden: error code message request_id",
      "404 not_found: error code message request_id",
      "404 provider_not_found: error code message request_id",
      "409 already_exists: error code message request_id",
      "409 protected: error code message request_id",
      "413 body_too_large: error code message request_id",
      "422 invalid_input: error code message request_id problems",
      "503 not_configured: error code message request_id",
    ]
  `);
});
