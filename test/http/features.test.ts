import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { Feature, Features } from '../../src/contract/flags/feature.ts';
import { sampleFlag, share } from '../engine/sample.ts';
import { publishEnvironment } from '../support/edge.ts';

const override = (scope: 'user' | 'organisation', subject: string, expiresAt?: number) => ({
  scope,
  subject,
  variant: 'on',
  ...(expiresAt === undefined ? {} : { expiresAt }),
});

const base64url = (value: unknown): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

describe('GET /features/:key', () => {
  it('answers a flag with where the answer came from', async () => {
    const { ask } = await publishEnvironment({ version: 12 });
    const response = await ask('/features/sample');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      flag_key: 'sample',
      name: 'Sample',
      is_enabled: true,
      rollout_percentage: 100,
      value: true,
      variant: 'on',
      reason: 'STATIC',
      version: 12,
    });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'private, no-store',
      'content-type': 'application/json',
      'x-flags-source': 'kv',
      'x-flags-version': '12',
      'x-flags-age': '0',
    });
    expect((await ask('/features/sample')).headers.get('x-flags-source')).toBe('memory');
  });

  it('takes the key from X-API-Key as well', async () => {
    const { serverKey } = await publishEnvironment();
    const response = await exports.default.fetch('http://burgee.test/features/sample', {
      headers: { 'X-API-Key': serverKey },
    });
    expect(response.status).toBe(200);
  });

  it('turns a flag that is off on for one organisation or user only', async () => {
    const overrides = [override('organisation', 'zebra'), override('user', '42')];
    const { ask } = await publishEnvironment({ flags: [sampleFlag({ on: false, overrides })] });
    const isEnabled = async (query: string) =>
      (await (await ask(`/features/sample${query}`)).json<Feature>()).is_enabled;
    expect(await isEnabled('')).toBe(false);
    expect(await isEnabled('?organisation_id=zebra')).toBe(true);
    expect(await isEnabled('?organisation_id=lion')).toBe(false);
    expect(await isEnabled('?organisation_id=lion&user_id=42')).toBe(true);
    expect(await isEnabled(`?context=${base64url({ user_id: 42 })}`)).toBe(true);
    expect(await isEnabled(`?context=${base64url({ user_id: 42 })}&user_id=43`)).toBe(false);
  });

  it('no longer counts an override that has expired', async () => {
    const overrides = [override('user', 'late', Date.now() - 1)];
    const { ask } = await publishEnvironment({ flags: [sampleFlag({ on: false, overrides })] });
    expect(await (await ask('/features/sample?user_id=late')).json()).toMatchObject({
      is_enabled: false,
      reason: 'DISABLED',
    });
  });

  it('shows the configured rollout, and whom it leaves out', async () => {
    const { ask } = await publishEnvironment({ flags: [sampleFlag({ rollout: share(12_345) })] });
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, user) =>
        (await ask(`/features/sample?user_id=${user}`)).json<Feature>(),
      ),
    );
    const enabled = answers.filter((answer) => answer.is_enabled).length;
    expect(enabled).toBeGreaterThan(5);
    expect(enabled).toBeLessThan(50);
    expect(answers[0]).toMatchObject({ rollout_percentage: 12.345, reason: 'SPLIT' });
    expect(await (await ask('/features/sample')).json()).toMatchObject({
      is_enabled: false,
      variant: 'off',
      error_code: 'TARGETING_KEY_MISSING',
    });
  });

  it('answers values of every kind with their exact types', async () => {
    const values = {
      string: ['42', ''],
      number: [0.5, 0],
      json: [{ list: [1, null, 'x'], flag: false }, null],
    };
    const flags = Object.entries(values).map(([kind, [value = null, empty = null]]) =>
      sampleFlag({
        key: kind,
        kind: kind as keyof typeof values,
        variants: [
          { name: 'on', value },
          { name: 'off', value: empty },
        ],
      }),
    );
    const { ask } = await publishEnvironment({ flags });
    for (const [kind, [value]] of Object.entries(values)) {
      const answer = await (await ask(`/features/${kind}`)).json();
      expect(answer).toMatchObject({ value, is_enabled: true, variant: 'on' });
    }
  });

  it('answers 404 for a flag there is not, whatever its name', async () => {
    const { ask } = await publishEnvironment();
    const odd = ['nope', '__proto__', 'constructor', '%E2%9C%93', 'a/b', '%00', '%zz', '%0d%0aX'];
    for (const key of odd) {
      const response = await ask(`/features/${key}`);
      expect(response.status, key).toBe(404);
      expect(await response.json()).toEqual({
        error: {
          code: 'flag_not_found',
          message: expect.any(String),
          request_id: response.headers.get('x-request-id'),
        },
      });
    }
  });

  it.each([
    ['true', true, true],
    ['false', false, false],
    ['42', 42, true],
    ['%22blue%22', 'blue', true],
    ['{"a":[1]}', { a: [1] }, true],
    ['null', null, false],
  ])("answers the caller's default %s for a flag there is not", async (text, value, is_enabled) => {
    const { ask } = await publishEnvironment();
    const response = await ask(`/features/nope?default=${text}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      flag_key: 'nope',
      value,
      is_enabled,
      variant: null,
      reason: 'DEFAULT',
    });
    expect(await (await ask(`/features/sample?default=${text}`)).json()).toMatchObject({
      value: true,
      reason: 'STATIC',
    });
  });

  it('says what is wrong with a default or a context', async () => {
    const { ask } = await publishEnvironment();
    const deep = base64url(JSON.parse(`${'{"a":'.repeat(17)}1${'}'.repeat(17)}`));
    for (const [query, code] of [
      ['default=blue', 'invalid_default'],
      ['default=', 'invalid_default'],
      ['default=1&default=2', 'invalid_default'],
      ['context=%21%21', 'invalid_context'],
      ['context=', 'invalid_context'],
      [`context=${base64url([1])}`, 'invalid_context'],
      [`context=${base64url(null)}`, 'invalid_context'],
      [`context=${btoa('\xff\xfe')}`, 'invalid_context'],
      [`context=${deep}`, 'invalid_context'],
    ]) {
      const response = await ask(`/features/sample?${query}`);
      expect(response.status, query).toBe(400);
      expect(await response.json()).toMatchObject({ error: { code } });
    }
  });

  it('hides from a client key what is not meant for browsers', async () => {
    const { ask, clientKey } = await publishEnvironment({
      flags: [sampleFlag(), sampleFlag({ key: 'secret.plan', clientVisible: false })],
    });
    expect((await ask('/features/secret.plan')).status).toBe(200);
    const hidden = await ask('/features/secret.plan', clientKey);
    expect(hidden.status).toBe(404);
    const { features } = await (await ask('/features', clientKey)).json<Features>();
    expect(features.map(({ flag_key }) => flag_key)).toEqual(['sample']);
  });

  it("answers the caller's default for a flag too broken to have an off value", async () => {
    const broken = sampleFlag({
      key: 'broken',
      variants: [],
      problem: 'variants: expected a list',
    });
    const { ask } = await publishEnvironment({ flags: [broken] });
    expect(await (await ask('/features/broken')).json()).toMatchObject({
      value: null,
      error_code: 'PARSE_ERROR',
    });
    expect(await (await ask('/features/broken?default=true')).json()).toMatchObject({
      value: true,
      reason: 'DEFAULT',
    });
  });

  it('serves a broken flag its off value and leaves the others alone', async () => {
    const { ask } = await publishEnvironment({
      flags: [sampleFlag(), sampleFlag({ key: 'broken', problem: 'split: expected weights' })],
    });
    expect(await (await ask('/features/broken')).json()).toMatchObject({
      is_enabled: false,
      variant: 'off',
      reason: 'ERROR',
    });
    expect(await (await ask('/features/sample')).json()).toMatchObject({ is_enabled: true });
  });

  it('answers HEAD like GET without its body, and refuses to be written to', async () => {
    const { ask, serverKey } = await publishEnvironment();
    const head = await ask('/features/sample', serverKey, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('x-flags-version')).toBe('1');
    const post = await ask('/features/sample', serverKey, { method: 'POST' });
    expect([post.status, post.headers.get('Allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });
});

describe('GET /features', () => {
  const flags = [
    sampleFlag({ key: 'b' }),
    sampleFlag({ key: 'a', on: false, overrides: [override('user', 'u')] }),
  ];

  it('answers every flag by key, each as it is answered alone', async () => {
    const { ask, snapshot } = await publishEnvironment({ flags });
    const all = await (await ask('/features?user_id=u')).json<Features>();
    expect(all).toMatchObject({ environment: snapshot.environment, version: 1 });
    expect(all.features).toEqual([
      await (await ask('/features/a?user_id=u')).json(),
      await (await ask('/features/b?user_id=u')).json(),
    ]);
  });

  it('answers 304 until the context, the key or the version changes', async () => {
    const { ask, clientKey, serverKey } = await publishEnvironment({ flags });
    const etagOf = async (query: string, key = serverKey) =>
      (await ask(`/features${query}`, key)).headers.get('ETag') ?? '';
    const etag = await etagOf('?user_id=u&plan=pro');
    expect(etag).toMatch(/^"1\.[0-9a-f]{16}-0-[0-9a-f]{8}\.[0-9a-f]{16}"$/);
    expect(await etagOf('?plan=pro&user_id=u')).toBe(etag);
    const others = [
      await etagOf('?user_id=u&plan=max'),
      await etagOf('?user_id=u'),
      await etagOf('?user_id=u&plan=pro&plan=pro'),
      await etagOf('?user_id=u&plan=pro', clientKey),
    ];
    expect(new Set([etag, ...others]).size).toBe(5);
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, etag.slice(1, -1), '*']) {
      const headers = { 'If-None-Match': tag };
      const response = await ask('/features?user_id=u&plan=pro', serverKey, { headers });
      expect([response.status, await response.text()], tag).toEqual([304, '']);
      expect(response.headers.get('ETag')).toBe(etag);
    }
  });

  it('changes its ETag when an override expires, though the version stays', async () => {
    const soon = Date.now() + 3_000;
    const expiring = sampleFlag({ on: false, overrides: [override('user', 'u', soon)] });
    const { ask } = await publishEnvironment({ flags: [expiring] });
    const before = await ask('/features?user_id=u');
    expect((await before.clone().json<Features>()).features[0]?.is_enabled).toBe(true);
    await expect.poll(Date.now).toBeGreaterThan(soon);
    const headers = { 'If-None-Match': before.headers.get('ETag') ?? '' };
    const after = await ask('/features?user_id=u', undefined, { headers });
    expect(after.status).toBe(200);
    expect((await after.json<Features>()).features[0]?.is_enabled).toBe(false);
  });
});

describe('CORS', () => {
  const origin = 'https://shop.example.com';
  const asking = (from: string) => ({ headers: { Origin: from } });

  it('lets the pages of allowed origins read, and no others', async () => {
    const { ask, clientKey } = await publishEnvironment({ allowedOrigins: [origin] });
    const allowed = await ask('/features/sample', clientKey, asking(origin));
    expect(allowed.headers.get('Access-Control-Allow-Origin')).toBe(origin);
    expect(allowed.headers.get('Vary')).toBe('Origin');
    expect(allowed.headers.get('Access-Control-Expose-Headers')).toContain('ETag');
    for (const other of ['https://evil-shop.example.com', 'null', `${origin}.evil.com`]) {
      const refused = await ask('/features/sample', clientKey, asking(other));
      expect(refused.headers.get('Access-Control-Allow-Origin'), other).toBeNull();
    }
  });

  it('lets no page read what a server key asked for', async () => {
    const { ask, serverKey } = await publishEnvironment();
    const response = await ask('/features/sample', serverKey, asking(origin));
    expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
  });

  it('never allows credentials, and answers a preflight without a key', async () => {
    const { ask, clientKey } = await publishEnvironment();
    const any = await ask('/features', clientKey, asking(origin));
    expect(any.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(any.headers.get('Access-Control-Allow-Credentials')).toBeNull();
    for (const path of ['/features', '/features/sample']) {
      const preflight = await ask(path, '', { method: 'OPTIONS', ...asking(origin) });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('Access-Control-Allow-Headers')).toContain('Authorization');
      expect(preflight.headers.get('Access-Control-Allow-Methods')).toBe('GET, HEAD, OPTIONS');
    }
  });

  it('lets every page read why it was refused', async () => {
    const { ask } = await publishEnvironment();
    const refused = await ask('/features/sample', 'nonsense', asking(origin));
    expect(refused.status).toBe(401);
    expect(refused.headers.get('Access-Control-Allow-Origin')).toBe('*');
  });
});
