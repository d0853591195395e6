import { describe, expect, it } from 'vitest';
import type { Flag } from '../../src/engine/snapshot.ts';
import { sampleFlag, share } from '../engine/sample.ts';
import { type EdgeSetup, publishEnvironment } from '../support/edge.ts';

const route = '/ofrep/v1/evaluate/flags';

interface Post {
  readonly key?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

async function ofrep(setup: EdgeSetup = {}) {
  const { ask, serverKey, clientKey, snapshot } = await publishEnvironment(setup);
  const send = (path: string, { key = serverKey, body = '', headers = {} }: Post = {}) =>
    ask(path, key, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json', ...headers },
    });
  const post = (path: string, context: object = {}, options: Post = {}) =>
    send(`${route}${path}`, { body: JSON.stringify({ context }), ...options });
  return { ask, send, post, serverKey, clientKey, snapshot };
}

interface Item {
  readonly key: string;
  readonly errorCode?: string;
}

const itemsOf = async (response: Response) => (await response.json<{ flags: Item[] }>()).flags;

const whole = (key: string, kind: Flag['kind'], value: Flag['variants'][number]['value']) =>
  sampleFlag({
    key,
    kind,
    variants: [
      { name: 'on', value },
      { name: 'off', value },
    ],
  });

const halved = sampleFlag({ key: 'halved', rollout: share(50_000) });
const broken = sampleFlag({ key: 'broken', problem: 'rules[0].when: expected something secret' });

describe('one flag', () => {
  it('is answered with where the answer came from', async () => {
    const { post } = await ofrep({ version: 12 });
    const response = await post('/sample', { targetingKey: 'u' });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      key: 'sample',
      reason: 'STATIC',
      value: true,
      variant: 'on',
      metadata: { version: 12 },
    });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'private, no-store',
      'content-type': 'application/json',
      'x-flags-source': 'kv',
      'x-flags-version': '12',
      'x-flags-age': '0',
    });
  });

  it.each([
    ['boolean', false],
    ['string', '42'],
    ['number', 42],
    ['number', 0.5],
    ['json', { list: [1, null, 'x'], nested: { flag: false } }],
    ['json', [1, 2]],
  ] as const)('has the exact type of a %s, %j', async (kind, value) => {
    const { post } = await ofrep({ flags: [whole('typed', kind, value as never)] });
    const answer = await (await post('/typed')).json<{ value: unknown }>();
    expect(answer.value).toStrictEqual(value);
  });

  it('has neither value nor variant where the value is null: the code decides', async () => {
    const { post } = await ofrep({ flags: [whole('nothing', 'json', null)] });
    expect(await (await post('/nothing')).json()).toEqual({
      key: 'nothing',
      reason: 'STATIC',
      metadata: { version: 1 },
    });
  });

  it('that is switched off or stopped serves its off variant', async () => {
    const off = sampleFlag({ key: 'off', on: false });
    const { post } = await ofrep({ flags: [off, sampleFlag({ key: 'stopped', killed: true })] });
    for (const key of ['off', 'stopped']) {
      expect(await (await post(`/${key}`)).json()).toMatchObject({
        value: false,
        variant: 'off',
        reason: 'DISABLED',
      });
    }
  });

  it.each([
    { targetingKey: 'u' },
    { user_id: 'u' },
    { targetingKey: 'somebody else', user_id: 'u' },
    { targetingKey: 'u', user_id: null },
  ])('is bucketed by the unit of %j', async (context) => {
    const flag = sampleFlag({
      on: false,
      overrides: [{ scope: 'user', subject: 'u', variant: 'on' }],
    });
    const { post } = await ofrep({ flags: [flag] });
    expect(await (await post('/sample', context)).json()).toMatchObject({
      value: true,
      reason: 'TARGETING_MATCH',
      metadata: { ruleId: 'override:user' },
    });
  });

  it('that must bucket and cannot is answered 400, and no other is', async () => {
    const { post } = await ofrep({ flags: [sampleFlag(), halved] });
    const response = await post('/halved');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      key: 'halved',
      errorCode: 'TARGETING_KEY_MISSING',
      errorDetails: expect.stringContaining('targetingKey'),
    });
    expect((await post('/sample')).status).toBe(200);
  });

  it('that is broken is answered 400, to a server with what is wrong', async () => {
    const { post, clientKey } = await ofrep({ flags: [broken] });
    const response = await post('/broken');
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { key: 'broken', errorCode: 'PARSE_ERROR', errorDetails: expect.stringContaining('secret') },
    ]);
    expect(await (await post('/broken', {}, { key: clientKey })).text()).not.toContain('secret');
  });

  it.each([
    ['nope', 'nope'],
    ['__proto__', '__proto__'],
    ['a/b', 'a/b'],
    ['a%2Fb%20c', 'a/b c'],
    ['%E2%9C%93', '✓'],
    ['✓', '✓'],
    ['nope/', 'nope/'],
    ['%zz', '%zz'],
    ['%0d%0aX', '\r\nX'],
  ])('that there is not, %s, is answered 404 with its key', async (path, key) => {
    const { post } = await ofrep();
    const response = await post(`/${path}`, {});
    expect([response.status, await response.json()]).toMatchObject([
      404,
      { key, errorCode: 'FLAG_NOT_FOUND', errorDetails: expect.any(String) },
    ]);
  });

  it.each(['weird/key with ü', 'sample'])('is found by its encoded key, %s', async (key) => {
    const { post } = await ofrep({ flags: [sampleFlag({ key })] });
    const response = await post(`/${encodeURIComponent(key)}`);
    expect([response.status, await response.json()]).toMatchObject([200, { key, value: true }]);
  });

  it('is hidden from a client key unless it is meant for browsers', async () => {
    const { post, clientKey } = await ofrep({
      flags: [sampleFlag({ key: 'secret', clientVisible: false })],
    });
    expect((await post('/secret')).status).toBe(200);
    const hidden = await post('/secret', {}, { key: clientKey });
    const absent = await post('/secreT', {}, { key: clientKey });
    expect([hidden.status, absent.status]).toEqual([404, 404]);
    const same = (await hidden.text()).replaceAll('secret', 'secreT');
    expect(same).toBe(await absent.text());
  });

  it('tells a client key no rule and no other variant', async () => {
    const canary = sampleFlag({
      name: 'canary-name',
      variants: [
        { name: 'on', value: true },
        { name: 'off', value: false },
        { name: 'canary-variant', value: true },
      ],
      rules: [
        {
          id: 'canary-rule',
          when: { attribute: 'canary-attribute', operator: 'equals', value: 'x' },
          rollout: share(100_000),
        },
      ],
    });
    const { post, clientKey } = await ofrep({ flags: [canary] });
    const context = { 'canary-attribute': 'x', targetingKey: 'u' };
    const single = await post('/sample', context, { key: clientKey });
    const { key, reason, ...others } = await single.json<Record<string, unknown>>();
    expect({ key, reason, others }).toEqual({
      key: 'sample',
      reason: 'TARGETING_MATCH',
      others: { value: true, variant: 'on' },
    });
    const bulk = await post('', context, { key: clientKey });
    expect(await bulk.text()).not.toContain('canary');
    expect(await (await post('/sample', context)).text()).toContain('"ruleId":"canary-rule"');
  });
});

describe('a request', () => {
  it.each([
    ['', 'PARSE_ERROR'],
    ['{', 'PARSE_ERROR'],
    ['[]', 'PARSE_ERROR'],
    ['null', 'PARSE_ERROR'],
    ['"context"', 'PARSE_ERROR'],
    ['{"context":null}', 'INVALID_CONTEXT'],
    ['{"context":[]}', 'INVALID_CONTEXT'],
    ['{"context":"u"}', 'INVALID_CONTEXT'],
    ['{"context":{"targetingKey":{}}}', 'INVALID_CONTEXT'],
    ['{"context":{"targetingKey":true}}', 'INVALID_CONTEXT'],
    ['{"context":{"score":1e999}}', 'INVALID_CONTEXT'],
    [`{"context":{"deep":${'['.repeat(17)}${']'.repeat(17)}}}`, 'INVALID_CONTEXT'],
  ])('of %s is refused as one flag and as all', async (body, errorCode) => {
    const { send } = await ofrep();
    const single = await send(`${route}/sample`, { body });
    expect([single.status, await single.json()]).toEqual([
      400,
      { key: 'sample', errorCode, errorDetails: expect.any(String) },
    ]);
    const bulk = await send(route, { body });
    expect([bulk.status, await bulk.json()]).toEqual([
      400,
      { errorCode, errorDetails: expect.any(String) },
    ]);
  });

  it.each(['{}', '{"context":{}}', '{"context":{"targetingKey":null}}', '{"context":{"a":1}}'])(
    'of somebody unknown, %s, is answered',
    async (body) => {
      const { send } = await ofrep({ flags: [sampleFlag(), halved] });
      expect((await send(`${route}/sample`, { body })).status).toBe(200);
      const bulk = await send(route, { body });
      expect(bulk.status).toBe(200);
      expect((await itemsOf(bulk)).map(({ errorCode }) => errorCode)).toEqual([
        'TARGETING_KEY_MISSING',
        undefined,
      ]);
    },
  );

  it('takes the key from X-API-Key as well, and is refused without a good one', async () => {
    const { ask, send, serverKey } = await ofrep();
    const header = { Authorization: '', 'X-API-Key': serverKey };
    const init = { method: 'POST', body: '{}' };
    const { Authorization: _, ...withoutBearer } = header;
    expect((await ask(route, serverKey, { ...init, headers: withoutBearer })).status).toBe(200);
    for (const key of ['nonsense', '', serverKey.replace('bgs', 'bgc')]) {
      const single = await send(`${route}/sample`, { key, body: '{}' });
      expect([single.status, await single.json()]).toMatchObject([
        401,
        { key: 'sample', errorCode: 'GENERAL' },
      ]);
      expect(single.headers.get('WWW-Authenticate')).toBe('Bearer');
      expect((await send(route, { key, body: '{' })).status).toBe(401);
    }
  });

  it('treats odd attribute names as attributes', async () => {
    const flag = sampleFlag({
      rules: [
        {
          id: 'inherited',
          when: { attribute: 'toString', operator: 'exists' },
          rollout: share(100_000),
        },
      ],
    });
    const { send } = await ofrep({ flags: [flag] });
    const body = '{"context":{"__proto__":{"polluted":true},"constructor":{"prototype":{"x":1}}}}';
    const response = await send(`${route}/sample`, { body });
    expect(await response.json()).toMatchObject({ reason: 'DEFAULT', value: true });
    expect((await send(route, { body })).status).toBe(200);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('is a POST', async () => {
    const { ask } = await ofrep();
    for (const path of [route, `${route}/sample`]) {
      const response = await ask(path);
      expect([response.status, response.headers.get('Allow')]).toEqual([405, 'POST, OPTIONS']);
    }
    expect((await ask('/ofrep/v1/configuration')).status).toBe(404);
    expect((await ask(`${route}s`, undefined, { method: 'POST' })).status).toBe(404);
  });
});

describe('all flags', () => {
  it('are each answered as they are answered alone, and a broken one disturbs none', async () => {
    const { post } = await ofrep({ flags: [sampleFlag(), halved, broken], version: 3 });
    const response = await post('', { targetingKey: 'u' });
    const { flags, metadata } = await response.json<{ flags: Item[]; metadata: object }>();
    expect(response.status).toBe(200);
    expect(metadata).toEqual({ environment: expect.stringMatching(/^test-/), version: 3 });
    expect(flags.map(({ key, errorCode }) => [key, errorCode])).toEqual([
      ['broken', 'PARSE_ERROR'],
      ['halved', undefined],
      ['sample', undefined],
    ]);
    for (const flag of flags)
      expect(await (await post(`/${flag.key}`, { targetingKey: 'u' })).json()).toEqual(flag);
  });

  it('are answered with a trailing slash and with a query', async () => {
    const { post } = await ofrep();
    for (const path of ['/', '?a=b', '/?a=b']) {
      expect(await itemsOf(await post(path))).toMatchObject([{ key: 'sample' }]);
    }
  });

  it('are those that the context names, where it names some', async () => {
    const flags = ['a', 'b', 'c'].map((key) => sampleFlag({ key }));
    const { post } = await ofrep({ flags });
    const filtered = await post('', { burgee: { flags: ['c', 'a', 'nope', 1] } });
    expect((await itemsOf(filtered)).map(({ key }) => key)).toEqual(['a', 'c']);
    expect(await itemsOf(await post('', { burgee: { flags: [] } }))).toEqual([]);
    expect((await itemsOf(await post('', { burgee: 'club' }))).length).toBe(3);
    const odd = await post('', { burgee: { flags: 'a' } });
    expect([odd.status, await odd.json()]).toMatchObject([400, { errorCode: 'INVALID_CONTEXT' }]);
  });

  it('are those that a client key may see', async () => {
    const hidden = sampleFlag({ key: 'hidden', clientVisible: false });
    const { post, clientKey } = await ofrep({ flags: [sampleFlag(), hidden] });
    expect(await itemsOf(await post('', {}, { key: clientKey }))).toEqual([
      { key: 'sample', reason: 'STATIC', value: true, variant: 'on' },
    ]);
  });
});

describe('a page', () => {
  const origin = 'https://shop.example.com';
  const Origin = { headers: { Origin: origin } };

  it('of an allowed origin may read, and no other', async () => {
    const { post, clientKey } = await ofrep({ allowedOrigins: [origin] });
    for (const path of ['', '/sample']) {
      const { headers } = await post(path, {}, { key: clientKey, ...Origin });
      expect(headers.get('Access-Control-Allow-Origin')).toBe(origin);
      expect(headers.get('Access-Control-Expose-Headers')).toMatch(/ETag.*Retry-After/);
      const other = { Origin: 'https://evil.example.com' };
      const refused = await post(path, {}, { key: clientKey, headers: other });
      expect(refused.headers.get('Access-Control-Allow-Origin')).toBeNull();
    }
  });

  it('may ask with a preflight, without a key', async () => {
    const { ask } = await ofrep();
    for (const path of [route, `${route}/`, `${route}/a%2Fb`]) {
      const { status, headers } = await ask(path, '', { method: 'OPTIONS', ...Origin });
      expect(status).toBe(204);
      expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
      expect(headers.get('Access-Control-Allow-Methods')).toBe('POST, OPTIONS');
      expect(headers.get('Access-Control-Max-Age')).toBe('86400');
      for (const name of ['Content-Type', 'Authorization', 'X-API-Key', 'If-None-Match'])
        expect(headers.get('Access-Control-Allow-Headers')).toContain(name);
    }
  });

  it('may read why it was refused, whatever the status', async () => {
    const { send, post, ask, clientKey } = await ofrep({ flags: [halved] });
    const large = { key: clientKey, body: JSON.stringify({ pad: 'x'.repeat(70_000) }), ...Origin };
    const refused = [
      [401, await post('', {}, { key: 'nonsense', ...Origin })],
      [404, await post('/nope', {}, { key: clientKey, ...Origin })],
      [400, await post('/halved', {}, { key: clientKey, ...Origin })],
      [400, await send(route, { key: clientKey, body: '{', ...Origin })],
      [405, await ask(route, clientKey, Origin)],
      [413, await send(route, large)],
    ] as const;
    for (const [status, response] of refused) {
      expect(response.status).toBe(status);
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
      expect(response.headers.get('Content-Type')).toBe('application/json');
    }
  });

  it('may read 304 and its ETag', async () => {
    const { post, clientKey } = await ofrep();
    const headers = { ...Origin.headers, 'If-None-Match': '*' };
    const response = await post('', {}, { key: clientKey, headers });
    expect([response.status, await response.text()]).toEqual([304, '']);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(response.headers.get('Access-Control-Expose-Headers')).toContain('ETag');
    expect(response.headers.get('Cache-Control')).toBe('private, no-store');
  });
});
