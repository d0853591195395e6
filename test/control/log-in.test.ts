import { sql } from 'drizzle-orm';
import { UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { auditLogs } from '../../src/db/audit-logs.ts';
import { accounts, members, sessions } from '../../src/db/members.ts';
import { createAccessVerifier } from '../../src/http/admin/access/access-verifier.ts';
import { type AccessTeam, openAccessTeam } from '../support/access-team.ts';
import {
  type AdminApp,
  adminSecret,
  openAdminApp,
  origin,
  type TestBrowser,
} from '../support/admin-app.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';
import { softwareAuthenticator } from '../support/software-authenticator.ts';

const email = 'ana@example.com';
const password = 'correct horse battery staple';

let plane: TestControlPlane;
let app: AdminApp;
/** Logged in as the first admin. */
let ana: TestBrowser;

beforeAll(async () => {
  plane = await startControlPlane();
  app = openAdminApp(plane);
  const created = await app.bySecret('POST /members/first-admin', { email, name: 'Ana', password });
  expect(created.status).toBe(201);
  ana = app.openBrowser();
  expect((await ana.logIn(email, password)).status).toBe(200);
});
afterAll(() => plane?.dispose());

const refusal = (status: number, code: string) => ({ status, body: { error: { code } } });
const sessionCookie = '__Secure-burgee.session_token';

/** A member of that role, logged in. */
async function join(name: string, role: string) {
  const address = `${name}@example.com`;
  const { body } = await ana.visit('POST /invitations', { body: { email: address, role } });
  const token = new URL(body.link).hash.slice(1);
  const accepted = await app.ask('POST /invitations/accept', { body: { token, name, password } });
  expect(accepted.status).toBe(201);
  const browser = app.openBrowser();
  expect((await browser.logIn(address, password)).status).toBe(200);
  return { id: accepted.body.id as string, browser };
}

describe('with a password that was forgotten', () => {
  const another = 'a tram named desire, at noon';

  it('lets in by what was set through the link, and ends whoever was in', async () => {
    const { id, browser } = await join('rae', 'editor');
    const { status, body } = await ana.visit(`POST /members/${id}/password-reset`, { body: {} });
    expect([status, body]).toMatchObject([201, { email: 'rae@example.com' }]);
    expect(body.link).toBe(`${origin}/dashboard/password-reset#${body.token}`);
    expect((await browser.visit('GET /me')).status).toBe(200);

    const set = { token: new URL(body.link).hash.slice(1), password: another };
    expect((await app.ask('POST /password-reset', { body: set })).status).toBe(204);
    expect((await browser.visit('GET /me')).status).toBe(401);
    expect((await browser.logIn('rae@example.com', password)).status).toBe(401);
    expect((await browser.logIn('rae@example.com', another)).status).toBe(200);
    expect((await browser.visit('GET /me')).body).toMatchObject({ role: 'editor' });
  });

  it('gives one to a member who had none, as Cloudflare Access makes them', async () => {
    const row = { id: 'sam', name: 'Sam', email: 'sam@example.com' };
    await plane.database.current.insert(members).values(row);
    const { body } = await ana.visit('POST /members/sam/password-reset', { body: {} });
    const set = { token: body.token, password: another };
    expect((await app.ask('POST /password-reset', { body: set })).status).toBe(204);
    expect((await app.openBrowser().logIn(row.email, another)).status).toBe(200);
  });
});

describe('by e-mail and password', () => {
  it('gives a cookie that no script reads and no other site sends (security 31)', async () => {
    const browser = app.openBrowser();
    const answer = await browser.logIn('Ana@Example.COM', password);
    const cookie = answer.headers.getSetCookie().find((each) => each.startsWith(sessionCookie));
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/admin'])
      expect(cookie).toContain(attribute);
    expect(await browser.visit('GET /me')).toMatchObject({
      status: 200,
      body: { actor: `member:${email}`, role: 'admin', member: { email } },
    });
  });

  it('says the same of a wrong password and of an unknown address (security 10)', async () => {
    const browser = app.openBrowser();
    const wrong = await browser.logIn(email, 'not her password');
    const unknown = await browser.logIn('nobody@example.com', password);
    expect(wrong).toMatchObject(refusal(401, 'invalid_email_or_password'));
    const { request_id: _, ...said } = wrong.body.error;
    expect(unknown.body.error).toMatchObject(said);
    expect(unknown.status).toBe(401);
    expect(browser.jar.size).toBe(0);
  });

  it('is told in the audit log, as is its end', async () => {
    const browser = app.openBrowser();
    await browser.logIn(email, password);
    await browser.visit('POST /auth/sign-out');
    expect(await browser.visit('GET /me')).toMatchObject(refusal(401, 'unauthenticated'));
    const rows = await plane.database.current.select().from(auditLogs);
    expect(rows.slice(-2)).toMatchObject([
      { action: 'session.create', actor: `member:${email}` },
      { action: 'session.end', actor: `member:${email}` },
    ]);
    expect(JSON.stringify(rows)).not.toContain(password);
  });

  it('is changed by whoever knows it, which ends all other log-ins', async () => {
    const { browser } = await join('dora', 'viewer');
    const other = app.openBrowser();
    await other.logIn('dora@example.com', password);
    const change = (current_password: string) =>
      browser.visit('POST /me/password', {
        body: { current_password, new_password: 'another password' },
      });
    expect(await change('not hers, that')).toMatchObject(refusal(403, 'forbidden'));
    expect((await change(password)).status).toBe(204);
    expect((await browser.visit('GET /me')).status).toBe(200);
    expect((await other.visit('GET /me')).status).toBe(401);
    expect((await other.logIn('dora@example.com', password)).status).toBe(401);
    expect((await other.logIn('dora@example.com', 'another password')).status).toBe(200);
  });
});

describe('a request with a cookie', () => {
  const body = { key: 'csrf.sample' };

  it.each(['https://evil.example', 'null', 'http://burgee.test', `${origin}.evil.example`, ''])(
    'changes nothing from the origin %j (security 31)',
    async (Origin) => {
      const answer = await ana.visit('POST /flags', { body, headers: { Origin } });
      expect(answer).toMatchObject(refusal(403, 'cross_origin'));
      expect((await ana.visit('GET /flags/csrf.sample')).status).toBe(404);
    },
  );

  it('changes nothing where it does not say from where (security 31)', async () => {
    const Cookie = `${sessionCookie}=${ana.jar.get(sessionCookie)}`;
    const answer = await app.ask('POST /flags', { body, headers: { Cookie } });
    expect(answer).toMatchObject(refusal(403, 'cross_origin'));
    expect((await app.ask('GET /flags', { headers: { Cookie } })).status).toBe(200);
  });

  it('and a bearer token is judged by the token alone (security 31)', async () => {
    const headers = { Authorization: 'Bearer nonsense' };
    expect((await ana.visit('GET /me', { headers })).status).toBe(401);
    const bySecret = { Authorization: `Bearer ${adminSecret}` };
    expect((await ana.visit('GET /me', { headers: bySecret })).body).toMatchObject({
      actor: 'admin-secret',
      is_secret: true,
      member: null,
    });
    const key = (await app.bySecret('POST /keys', { kind: 'admin', name: 'x', role: 'viewer' }))
      .body;
    const byKey = { Authorization: `Bearer ${key.key}`, Origin: 'https://evil.example' };
    expect((await ana.visit('GET /flags', { headers: byKey })).status).toBe(200);
    expect(await ana.visit('GET /members', { headers: byKey })).toMatchObject(
      refusal(403, 'forbidden'),
    );
  });

  it('that was altered is nobody’s', async () => {
    const [token = '', signature = ''] = decodeURIComponent(ana.jar.get(sessionCookie) ?? '').split(
      '.',
    );
    for (const value of [token, `${token}x.${signature}`, `${token}.${'A'.repeat(43)}=`, '']) {
      const Cookie = `${sessionCookie}=${encodeURIComponent(value)}`;
      expect((await app.ask('GET /me', { headers: { Cookie } })).status).toBe(401);
    }
  });

  it('is not even logged in, or out, from elsewhere (security 31)', async () => {
    const headers = { Origin: 'https://evil.example' };
    const logIn = { body: { email, password }, headers };
    expect(await app.ask('POST /auth/sign-in/email', logIn)).toMatchObject(
      refusal(403, 'cross_origin'),
    );
    expect(await ana.visit('POST /auth/sign-out', { headers })).toMatchObject(
      refusal(403, 'cross_origin'),
    );
  });
});

it('logs in a program, as Node asks by itself, and no page that only hides its origin', async () => {
  const logIn = (headers: Record<string, string>) =>
    app.ask('POST /auth/sign-in/email', { body: { email, password }, headers });
  expect((await logIn({ 'Sec-Fetch-Mode': 'cors' })).status).toBe(200);
  for (const headers of [
    { 'Sec-Fetch-Site': 'cross-site' },
    { Referer: 'https://evil.example/' },
    { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
  ]) {
    expect(await logIn(headers as Record<string, string>)).toMatchObject(
      refusal(403, 'cross_origin'),
    );
  }
});

describe('a session', () => {
  it('is listed without its token, and ended by its owner', async () => {
    const { browser } = await join('bo', 'viewer');
    const second = app.openBrowser();
    await second.logIn('bo@example.com', password);
    const { body } = await browser.visit('GET /sessions');
    expect(body.sessions).toMatchObject([{ is_current: false }, { is_current: true }]);
    const tokens = await plane.database.current.select({ token: sessions.token }).from(sessions);
    for (const { token } of tokens) expect(JSON.stringify(body)).not.toContain(token);
    const [{ id }] = body.sessions;
    expect((await browser.visit(`POST /sessions/${id}/revoke`)).status).toBe(204);
    expect((await second.visit('GET /me')).status).toBe(401);
    expect((await browser.visit('GET /me')).status).toBe(200);
  });

  it('of somebody else is not there, but for an admin (security 35)', async () => {
    const { id, browser } = await join('cy', 'editor');
    const [own] = (await ana.visit('GET /sessions')).body.sessions;
    expect(await browser.visit(`POST /sessions/${own.id}/revoke`)).toMatchObject(
      refusal(404, 'not_found'),
    );
    const anas = (await ana.visit('GET /me')).body.member.id;
    expect(await browser.visit(`GET /sessions?member=${anas}`)).toMatchObject(
      refusal(403, 'forbidden'),
    );
    const [session] = (await ana.visit(`GET /sessions?member=${id}`)).body.sessions;
    expect((await ana.visit(`POST /sessions/${session.id}/revoke`)).status).toBe(204);
    expect((await browser.visit('GET /me')).status).toBe(401);
  });

  it('takes a new role, and an end, with the next request', async () => {
    const { id, browser } = await join('ed', 'editor');
    const create = (key: string) => browser.visit('POST /flags', { body: { key } });
    expect((await create('by.editor')).status).toBe(201);
    await ana.visit(`PATCH /members/${id}`, { body: { role: 'viewer' } });
    expect(await create('by.viewer')).toMatchObject(refusal(403, 'forbidden'));
    expect((await ana.visit(`DELETE /members/${id}`)).status).toBe(204);
    expect((await browser.visit('GET /flags')).status).toBe(401);
    expect((await browser.logIn('ed@example.com', password)).status).toBe(401);
  });

  it('that has run out does not count', async () => {
    const { browser } = await join('fay', 'viewer');
    await plane.database.transaction((tx) =>
      tx.execute(sql`update sessions set expires_at = now() - interval '1 second'
        where user_id = (select id from members where email = 'fay@example.com')`),
    );
    expect((await browser.visit('GET /me')).status).toBe(401);
  });

  it('names who did what in the audit log', async () => {
    await ana.visit('POST /flags', { body: { key: 'by.ana' } });
    const rows = await plane.database.current.select().from(auditLogs);
    expect(rows.at(-1)).toMatchObject({ action: 'flag.create', actor: `member:${email}` });
  });
});

describe('a passkey', () => {
  const device = softwareAuthenticator(origin);
  const options = async (browser: TestBrowser) =>
    (await browser.visit('GET /auth/passkey/generate-authenticate-options')).body;
  const verify = (browser: TestBrowser, response: object) =>
    browser.visit('POST /auth/passkey/verify-authentication', { body: { response } });

  it('is added by whoever is logged in, and lets them in from then on', async () => {
    const asked = await ana.visit('GET /auth/passkey/generate-register-options');
    expect(asked.body).toMatchObject({
      rp: { id: 'burgee.test' },
      attestation: 'none',
      authenticatorSelection: { userVerification: 'required' },
    });
    const added = await ana.visit('POST /auth/passkey/verify-registration', {
      body: { response: device.create(asked.body), name: 'Laptop' },
    });
    expect(added).toMatchObject({ status: 200, body: { name: 'Laptop' } });
    const rows = await plane.database.current.select().from(auditLogs);
    expect(rows.at(-1)).toMatchObject({
      action: 'passkey.create',
      actor: `member:${email}`,
      after: { passkey: added.body.id },
    });
    const browser = app.openBrowser();
    expect((await verify(browser, device.get(await options(browser)))).status).toBe(200);
    expect((await browser.visit('GET /me')).body).toMatchObject({ actor: `member:${email}` });
  });

  it('is refused to a page elsewhere, without PIN or finger, and a second time', async () => {
    const browser = app.openBrowser();
    const from = device.get(await options(browser), { from: 'https://evil.example' });
    expect((await verify(browser, from)).status).toBe(400);
    const unverified = device.get(await options(browser), { isVerified: false });
    expect(await verify(browser, unverified)).toMatchObject(refusal(401, 'user_not_verified'));
    const good = device.get(await options(browser));
    const cookies = new Map(browser.jar);
    expect((await verify(browser, good)).status).toBe(200);
    const again = app.openBrowser();
    for (const [name, value] of cookies) again.jar.set(name, value);
    again.jar.delete(sessionCookie);
    expect((await verify(again, good)).status).toBe(400);
    expect((await verify(app.openBrowser(), good)).status).toBe(400);
  });

  it('is added by nobody who is not logged in, and taken away by its owner alone', async () => {
    const stranger = app.openBrowser();
    const asked = await stranger.visit('GET /auth/passkey/generate-register-options');
    expect(asked.status).toBe(401);
    const [{ id }] = (await ana.visit('GET /auth/passkey/list-user-passkeys')).body;
    const { browser } = await join('gus', 'admin');
    const remove = (by: TestBrowser) =>
      by.visit('POST /auth/passkey/delete-passkey', { body: { id } });
    expect((await remove(browser)).status).toBe(401);
    expect((await remove(ana)).status).toBe(200);
    const later = app.openBrowser();
    expect((await verify(later, device.get(await options(later)))).status).toBe(401);
  });
});

describe('what the library would offer as well', () => {
  it.each([
    'POST /auth/sign-up/email',
    'POST /auth/update-user',
    'POST /auth/change-password',
    'POST /auth/change-email',
    'POST /auth/delete-user',
    'POST /auth/request-password-reset',
    'POST /auth/reset-password',
    'POST /auth/link-social',
    'GET /auth/list-sessions',
    'GET /auth/list-accounts',
    'GET /auth/error',
    'GET /auth/ok',
    'GET /auth/sign-in/email',
    'POST /auth/sign-in/email/',
  ])('%s is not there', async (route) => {
    const body = route.startsWith('POST') ? { body: { email, password, name: 'Eve' } } : {};
    expect(await ana.visit(route, body)).toMatchObject(refusal(404, 'not_found'));
  });

  it('knows no provider that is not configured', async () => {
    const social = await app.ask('POST /auth/sign-in/social', { body: { provider: 'github' } });
    expect(social).toMatchObject(refusal(404, 'provider_not_found'));
  });
});

describe('by GitHub', () => {
  const secret = 'signs cookies, and is of more than 32 characters';
  const github = { clientId: 'an-id', clientSecret: 'a-secret' };
  let configured: AdminApp;

  beforeAll(() => {
    configured = openAdminApp(plane, { logIn: { secret, providers: { github } } });
  });
  afterEach(() => vi.unstubAllGlobals());

  const start = (browser: TestBrowser, callbackURL = '/flags') =>
    browser.visit('POST /auth/sign-in/social', { body: { provider: 'github', callbackURL } });

  /** As GitHub, whose addresses are fixed, answers the Worker about whoever agreed. */
  function beGithub(address: string, { id = 7, verified = true } = {}) {
    const through = globalThis.fetch;
    const answers: Record<string, object> = {
      'https://github.com/login/oauth/access_token': {
        access_token: 'canary',
        token_type: 'bearer',
      },
      'https://api.github.com/user': { id, login: 'ana', name: 'Ana', email: address },
      'https://api.github.com/user/emails': [{ email: address, primary: true, verified }],
    };
    vi.stubGlobal('fetch', async (...asked: Parameters<typeof fetch>) => {
      const answer = answers[new Request(...asked).url];
      return answer ? Response.json(answer) : through(...asked);
    });
  }

  async function comeBack(browser: TestBrowser) {
    const state = new URL((await start(browser)).body.url).searchParams.get('state');
    const answer = await browser.visit(`GET /auth/callback/github?code=x&state=${state}`);
    expect(answer.status).toBe(302);
    return answer.headers.get('Location');
  }

  it('is offered where it is configured, and comes back to no other site', async () => {
    const ways = { password: true, passkey: true, providers: ['github'], access: false };
    expect((await configured.ask('GET /auth/ways')).body).toEqual(ways);
    const answer = await start(configured.openBrowser());
    const url = new URL(answer.body.url);
    expect([url.origin, url.searchParams.get('redirect_uri')]).toEqual([
      'https://github.com',
      `${origin}/admin/auth/callback/github`,
    ]);
    expect(answer.headers.getSetCookie().join()).toContain('SameSite=Lax');
    const elsewhere = await start(configured.openBrowser(), 'https://evil.example/');
    expect(elsewhere).toMatchObject(refusal(422, 'invalid_input'));
  });

  it('lets in the member with that address, and keeps nothing that opens their account', async () => {
    beGithub(email);
    const browser = configured.openBrowser();
    expect(await comeBack(browser)).toBe('/flags');
    expect((await browser.visit('GET /me')).body).toMatchObject({ actor: `member:${email}` });
    const kept = await plane.database.current.select().from(accounts);
    expect(kept).toContainEqual(expect.objectContaining({ providerId: 'github', accountId: '7' }));
    expect(JSON.stringify(kept)).not.toContain('canary');
  });

  it.each([
    ['an address that is nobody’s here', 'eve@example.com', { id: 8, verified: true }],
    ['an address that was never verified', 'hal@example.com', { id: 9, verified: false }],
  ])('lets nobody in by %s', async (_, address, account) => {
    if (!account.verified) await join('hal', 'admin');
    beGithub(address, account);
    const browser = configured.openBrowser();
    expect(await comeBack(browser)).toContain('error=');
    expect((await browser.visit('GET /me')).status).toBe(401);
    const { members } = (await ana.visit('GET /members?limit=200')).body;
    expect(members.map((each: { email: string }) => each.email)).not.toContain('eve@example.com');
  });

  it('takes no answer that it did not ask for', async () => {
    beGithub(email);
    const { url } = (await start(configured.openBrowser())).body;
    const state = new URL(url).searchParams.get('state');
    const other = configured.openBrowser();
    const answer = await other.visit(`GET /auth/callback/github?code=x&state=${state}`);
    expect(answer.headers.get('Location')).toContain('error=state');
    expect((await other.visit('GET /me')).status).toBe(401);
  });
});

describe('by Google', () => {
  const secret = 'signs cookies, and is of more than 32 characters';
  const google = { clientId: 'an-id', clientSecret: 'a-secret' };
  let configured: AdminApp;

  beforeAll(() => {
    configured = openAdminApp(plane, { logIn: { secret, providers: { google } } });
  });
  afterEach(() => vi.unstubAllGlobals());

  /** Google, whose addresses are fixed, tells whoever agreed in the token that comes for the code. */
  async function comeBack(browser: TestBrowser, told: { email: string; email_verified: boolean }) {
    const start = { provider: 'google', callbackURL: '/flags' };
    const url = new URL(
      (await browser.visit('POST /auth/sign-in/social', { body: start })).body.url,
    );
    const through = globalThis.fetch;
    const id_token = new UnsecuredJWT({ sub: told.email, name: 'Ana', ...told }).encode();
    vi.stubGlobal('fetch', async (...asked: Parameters<typeof fetch>) => {
      if (new Request(...asked).url !== 'https://oauth2.googleapis.com/token')
        return through(...asked);
      return Response.json({ access_token: 'canary', token_type: 'Bearer', id_token });
    });
    const state = url.searchParams.get('state');
    const answer = await browser.visit(`GET /auth/callback/google?code=x&state=${state}`);
    return { url, location: answer.headers.get('Location') };
  }

  it('lets in the member with that address, and keeps nothing that opens their account', async () => {
    const browser = configured.openBrowser();
    const { url, location } = await comeBack(browser, { email, email_verified: true });
    expect(url.origin).toBe('https://accounts.google.com');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      redirect_uri: `${origin}/admin/auth/callback/google`,
      code_challenge_method: 'S256',
    });
    expect(location).toBe('/flags');
    expect((await browser.visit('GET /me')).body).toMatchObject({ actor: `member:${email}` });
    const kept = await plane.database.current.select().from(accounts);
    expect(kept).toContainEqual(expect.objectContaining({ providerId: 'google' }));
    expect(JSON.stringify(kept)).not.toContain('canary');
  });

  it('lets in nobody who is no member, and nobody whose address was never verified', async () => {
    await join('gil', 'admin');
    for (const told of [
      { email: 'eve@example.com', email_verified: true },
      { email: 'gil@example.com', email_verified: false },
    ]) {
      const browser = configured.openBrowser();
      expect((await comeBack(browser, told)).location).toContain('error=');
      expect((await browser.visit('GET /me')).status).toBe(401);
      vi.unstubAllGlobals();
    }
  });
});

describe('by Cloudflare Access', () => {
  const issuer = 'https://team.cloudflareaccess.com';
  const audience = 'the-audience';
  let team: AccessTeam;

  beforeAll(async () => {
    team = await openAccessTeam();
  });
  afterAll(() => team?.close());

  const open = (provisions = false) =>
    openAdminApp(plane, {
      access: createAccessVerifier({ issuer, audience, provisions, keysUrl: team.keysUrl }),
    });
  const claims = { iss: issuer, aud: [audience], email };
  const asserted = async (given: object, by = team.sign) => ({
    'Cf-Access-Jwt-Assertion': await by({ ...claims, ...given }),
  });

  it('lets in the member with that address, with the role that they have here', async () => {
    const headers = await asserted({ email: 'Ana@Example.com' });
    expect((await open().ask('GET /me', { headers })).body).toMatchObject({
      actor: `member:${email}`,
      role: 'admin',
      member: { email },
    });
    expect((await open().ask('GET /auth/ways')).body).toMatchObject({ access: true });
    expect((await app.ask('GET /me', { headers })).status).toBe(401);
  });

  it.each([
    ['for another application', { aud: ['another'] }],
    ['of another team', { iss: 'https://evil.cloudflareaccess.com' }],
    ['that has run out', { exp: 1 }],
    ['of a service, which has no address', { email: undefined }],
  ])('refuses an assertion %s (security 14)', async (_, wrong) => {
    const answer = await open().ask('GET /me', { headers: await asserted(wrong) });
    expect(answer).toMatchObject(refusal(401, 'unauthenticated'));
  });

  it('refuses an assertion that its keys did not sign, or nothing signed (security 14)', async () => {
    const [forged, none, hmac] = [team.forge, team.signNothing, team.signByPublicKey];
    for (const by of [forged, none, hmac]) {
      const headers = await asserted({}, by);
      expect((await open().ask('GET /me', { headers })).status).toBe(401);
    }
  });

  it('changes nothing from elsewhere, as its cookie is sent by every site (security 31)', async () => {
    const headers = await asserted({});
    const body = { key: 'by.access' };
    const from = (Origin: string) =>
      open().ask('POST /flags', { body, headers: { ...headers, Origin } });
    expect(await from('https://evil.example')).toMatchObject(refusal(403, 'cross_origin'));
    expect((await from(origin)).status).toBe(201);
  });

  it('says that the keys of the team cannot be had, and takes an admin key meanwhile', async () => {
    const keysUrl = 'http://127.0.0.1:9/';
    const access = createAccessVerifier({ issuer, audience, provisions: false, keysUrl });
    const away = openAdminApp(plane, { access });
    const headers = await asserted({});
    expect(await away.ask('GET /me', { headers })).toMatchObject(
      refusal(503, 'access_unavailable'),
    );
    const Authorization = `Bearer ${adminSecret}`;
    expect((await away.ask('GET /me', { headers: { ...headers, Authorization } })).status).toBe(
      200,
    );
  });

  it('makes nobody a member, but a viewer where that is set', async () => {
    const headers = await asserted({ email: 'iva@example.com' });
    expect(await open().ask('GET /me', { headers })).toMatchObject(refusal(403, 'not_a_member'));
    const provisioned = await open(true).ask('GET /me', { headers });
    expect(provisioned.body).toMatchObject({
      role: 'viewer',
      member: { email: 'iva@example.com' },
    });
    expect((await open().ask('GET /me', { headers })).status).toBe(200);
  });
});

describe('without a database', () => {
  const away = () => {
    const lost = new Error('Error connecting to database: fetch failed');
    return openAdminApp(plane, {
      database: {
        get reads(): never {
          throw lost;
        },
        get current(): never {
          throw lost;
        },
        transaction: () => Promise.reject(lost),
      },
    });
  };

  it('a log-in, and who is logged in, are answered 503', async () => {
    const browser = away().openBrowser();
    for (const [name, value] of ana.jar) browser.jar.set(name, value);
    const unavailable = refusal(503, 'database_unavailable');
    expect(await browser.logIn(email, password)).toMatchObject(unavailable);
    expect(await browser.visit('GET /me')).toMatchObject(unavailable);
    expect(await browser.visit('GET /auth/get-session')).toMatchObject(unavailable);
    expect(await browser.visit('POST /auth/sign-out')).toMatchObject(unavailable);
  });

  it('ADMIN_SECRET opens what repairs it', async () => {
    const { bySecret } = away();
    expect((await bySecret('GET /me')).status).toBe(200);
    expect(await bySecret('GET /flags')).toMatchObject(refusal(403, 'forbidden'));
    expect((await bySecret('GET /schema')).status).not.toBe(403);
  });
});

it('without the tables of sessions says that the schema is damaged', async () => {
  const damaged = await startControlPlane();
  const broken = openAdminApp(damaged);
  await damaged.database.transaction((tx) => tx.execute(sql`drop table sessions cascade`));
  const browser = broken.openBrowser();
  for (const [name, value] of ana.jar) browser.jar.set(name, value);
  expect(await browser.visit('GET /me')).toMatchObject(refusal(503, 'schema_damaged'));
  expect(await browser.visit('GET /auth/get-session')).toMatchObject(
    refusal(503, 'schema_damaged'),
  );
  await damaged.dispose();
});

it('needs ADMIN_SECRET to be set, and says so', async () => {
  const closed = openAdminApp(plane, { adminSecret: undefined, logIn: undefined });
  expect((await closed.ask('GET /auth/ways')).body).toMatchObject({ password: false });
  const answer = await closed.openBrowser().logIn(email, password);
  expect(answer).toMatchObject(refusal(404, 'not_found'));
  expect(answer.body.error.message).toContain('ADMIN_SECRET');
});
