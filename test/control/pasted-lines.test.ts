import { afterAll, beforeAll, expect, it } from 'vitest';
import { createKey } from '../../src/control/keys/create-key.ts';
import { createSecretSeal } from '../../src/control/webhooks/seal-secrets.ts';
import { curlSample } from '../../src/http/description/curl-sample.ts';
import { operations } from '../../src/http/description/sections.ts';
import { publish } from '../../src/snapshot/publish/publish.ts';
import { type AdminApp, adminSecret, openAdminApp, origin } from '../support/admin-app.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

/** What needs a browser, a provider, a repair that had something to do, or the watchman's object. */
const needsMore =
  /\/admin\/auth\/(passkey|callback)\/|\/sign-in\/social$|\/admin\/(repair\/:id|alerts)$/;

const lines = new Map(operations.map((operation) => [operation.route as string, operation]));
const listed = [...lines.keys()].filter(
  (route) => route.includes(' /admin/') && !needsMore.test(route),
);
/** A stranger makes an admin, logs in, and goes down the page; what ends something comes after that. */
const first = ['POST /admin/members/first-admin', 'POST /admin/auth/sign-in/email'];
const last = [
  'POST /admin/invitations',
  'POST /admin/invitations/accept',
  'PATCH /admin/members/:id',
  'POST /admin/members/:id/password-reset',
  'POST /admin/password-reset',
  'POST /admin/auth/sign-out',
  ...listed.filter((route) => route.startsWith('DELETE ') && route !== 'DELETE /admin/flags/:key'),
  'POST /admin/flags/:key/archive',
  'DELETE /admin/flags/:key',
];
const between = listed.filter(
  (route) => !first.includes(route) && (!last.includes(route) || route === last[0]),
);

let plane: TestControlPlane;
let app: AdminApp;
const variables: Record<string, string> = { BURGEE: origin, ADMIN_SECRET: adminSecret };
const cookies = new Map<string, string>();
/** The newest of each noun. */
const ids: Record<string, string> = {};
const refused: unknown[] = [];

beforeAll(async () => {
  plane = await startControlPlane();
  const { key } = await createKey({
    ctx: plane.ctx,
    input: { kind: 'admin', name: 'A stranger', role: 'admin' },
  });
  variables.TOKEN = key;
  const publisher = { ...plane, accept: () => {}, logError: () => {}, pause: async () => {} };
  app = openAdminApp(plane, {
    publish: (environment, options) => publish(publisher, environment, options),
    webhooks: {
      seal: createSecretSeal(adminSecret),
      addresses: { hosts: [], allowsLoopback: false },
      enqueue: undefined,
      fetch: async () => new Response('nobody is there', { status: 404 }),
      answerMilliseconds: 20_000,
    },
  });
  await pasteAll();
});
afterAll(() => plane?.dispose());

/** As a shell and curl read it, as far as the lines need them. */
async function paste(line: string) {
  const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, open, closed, bare]) =>
      open?.replaceAll(/\$(\w+)/g, (_, name: string) => variables[name] ?? '') ?? closed ?? bare,
  );
  const after = (flag: string) =>
    words.flatMap((word, index) => (word === flag ? [words[index + 1] ?? ''] : []));
  const [body] = after('-d');
  const [method = body === undefined ? 'GET' : 'POST'] = after('-X');
  const sent = words.includes('-b')
    ? [`Cookie: ${[...cookies].map((each) => each.join('=')).join('; ')}`]
    : [];
  const headers = [...after('-H'), ...sent].map((header) => header.split(/: (.*)/).slice(0, 2));
  const path = words[1]?.slice(`${origin}/admin`.length);
  const answer = await app.ask(`${method} ${path}`, {
    headers: Object.fromEntries(headers),
    ...(body !== undefined && { body }),
  });
  for (const cookie of words.includes('-c') ? answer.headers.getSetCookie() : []) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    cookies.set(name, value);
  }
  return answer;
}

/** `$ID` is whatever was made of that noun before, a token that of the last link. */
function fill(route: string): string {
  const operation = lines.get(route);
  if (!operation) throw new Error(`${route} is not described`);
  variables.ID = ids[nounOf(route)] ?? '';
  return curlSample(operation).replace('from-the-link', variables.LINK ?? '');
}

const nounOf = (route: string): string =>
  route.includes('/context-keys') ? 'context-keys' : (route.split('/')[2] ?? '');

function remember(route: string, body: unknown): void {
  const { id, token, sessions, deliveries } = Object(body);
  if (route.startsWith('POST ') && !route.includes(':id') && id) ids[nounOf(route)] = id;
  if (route.endsWith('/accept')) ids.members = id;
  if (token) variables.LINK = token;
  if (sessions) ids.sessions = sessions.at(-1)?.id;
  if (deliveries) variables.DELIVERY = deliveries[0]?.id;
}

async function pasteAll() {
  for (const route of [...first, ...between, ...last]) {
    const line = fill(route);
    const { status, body } = await paste(line);
    if (status >= 300) refused.push([line, status, body?.error?.message]);
    remember(route, body);
  }
}

it('does what it says, for a stranger who pastes one line after the other', () => {
  expect(refused).toEqual([]);
});
