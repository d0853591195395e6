import { exports } from 'cloudflare:workers';
import { beforeAll, expect, it } from 'vitest';
import { generateKey, hashKey } from '../../src/contract/access/key-format.ts';
import type { AuthoredRule } from '../../src/contract/flags/rule.ts';
import { compile } from '../../src/snapshot/compile/compile.ts';
import type { EnvironmentRows, FlagRows } from '../../src/snapshot/compile/environment-rows.ts';
import { pack } from '../../src/snapshot/format.ts';
import { publishToKv } from '../support/edge.ts';
import { testHub } from '../support/hub.ts';
import { readStream } from '../support/live-stream.ts';

/** In all that a client key must not be told of, so that no byte of an answer may hold it. */
const canary = 'canary';

const environmentKey = 'exposed';
/** On a busy machine. */
const at = new Date('2026-01-01T00:00:00Z');
const written = { revision: 1, createdAt: at, updatedAt: at };
const everybody = (variant: string) => [{ variant, weight: 100_000 }];
const matching: AuthoredRule = {
  id: 'canary-rule',
  description: 'canary of a rule',
  when: {
    all: [
      { attribute: 'canary-attribute', operator: 'equals', value: 'canary-match' },
      { segment: 'canary-segment' },
    ],
  },
  rollout_percentage: 100,
  split: everybody('served'),
  bucket_by: 'canary-unit',
  until: '2099-01-01T00:00:00Z',
};
const neverMatching: AuthoredRule = {
  id: 'canary-rule-of-nobody',
  when: { percentage: 0, salt: 'canary-salt-of-rule', bucket_by: 'canary-unit' },
  rollout_percentage: 100,
  split: everybody('canary-variant'),
};

function rowsOf(key: string, flag: Partial<FlagRows['flag']>, state: Partial<FlagRows['state']>) {
  const override = {
    environmentKey,
    flagKey: key,
    variant: 'served',
    reason: 'canary',
    ...written,
  };
  return {
    flag: {
      key,
      name: key,
      description: 'canary of a flag',
      kind: 'string',
      variants: [
        { name: 'off', value: 'grey' },
        { name: 'served', value: 'blue' },
        { name: 'canary-variant', value: 'canary-value' },
      ],
      offVariant: 'off',
      jsonSchema: { title: 'canary' },
      tags: ['canary-tag'],
      owner: 'canary-owner',
      critical: true,
      clientVisible: true,
      permanent: false,
      staleThresholds: { unused_days: 1 },
      status: 'active',
      ...written,
      ...flag,
    },
    state: {
      flagKey: key,
      environmentKey,
      isEnabled: true,
      isKilled: false,
      rolloutPercentage: 100,
      split: everybody('served'),
      rules: [matching, neverMatching],
      prerequisites: [],
      salt: 'canary-salt',
      bucketBy: 'canary-unit',
      ...written,
      ...state,
    },
    overrides: [
      { id: '1', scope: 'user', subject: 'canary-subject', expiresAt: null, ...override },
      { id: '2', scope: 'organisation', subject: 'canary-org', expiresAt: at, ...override },
    ],
  } satisfies FlagRows;
}

const broken: AuthoredRule = {
  ...matching,
  when: { attribute: 'canary-attribute', operator: 'canary-operator', value: 'canary-match' },
};
const hidden = {
  clientVisible: false,
  variants: [
    { name: 'canary-off', value: 'canary-value-off' },
    { name: 'canary-on', value: 'canary-value-on' },
  ],
  offVariant: 'canary-off',
};
const flags: readonly FlagRows[] = [
  rowsOf('ruled', {}, {}),
  rowsOf('dependent', {}, { prerequisites: [{ flag: 'canary.hidden', variants: ['canary-on'] }] }),
  rowsOf('unmet', {}, { prerequisites: [{ flag: 'canary.hidden', variants: ['canary-off'] }] }),
  rowsOf('divided', {}, { rolloutPercentage: 50, rules: [] }),
  rowsOf('plain', {}, { rules: [] }),
  rowsOf('off', {}, { isEnabled: false }),
  rowsOf('stopped', {}, { isKilled: true }),
  rowsOf('broken', {}, { rules: [broken] }),
  rowsOf('unreadable', {}, { rules: [{ id: 'canary' } as never] }),
  rowsOf('hidden', hidden, { split: everybody('canary-on'), rules: [] }),
  rowsOf('canary.hidden', hidden, { split: everybody('canary-on'), rules: [] }),
];

const keys = {
  client: generateKey({ kind: 'client', environment: environmentKey }),
  server: generateKey({ kind: 'server', environment: environmentKey }),
};

async function publishVersion(version: number): Promise<void> {
  const keyRows = Object.entries(keys).map(async ([kind, key]) => ({
    id: `canary-${kind}`,
    kind: kind as 'client' | 'server',
    name: 'canary of a key',
    environmentKey,
    role: null,
    prefix: 'canary',
    hash: await hashKey(key),
    allowedOrigins: ['*'],
    expiresAt: null,
    replacedBy: null,
    lastUsedAt: null,
    revokedAt: null,
    createdAt: at,
  }));
  const segment = { name: 'canary', description: 'canary of a segment', ...written };
  const rows: EnvironmentRows = {
    environment: {
      key: environmentKey,
      name: 'canary of an environment',
      version,
      pinnedVersion: null,
      requiresSignedContext: false,
      revision: 1,
      createdAt: at,
      updatedAt: at,
    },
    flags,
    segments: [
      { ...segment, key: 'canary-segment', conditions: { attribute: 'plan', operator: 'exists' } },
      { ...segment, key: 'canary-broken', conditions: { segment: 'canary-gone' } },
    ],
    keys: await Promise.all(keyRows),
    contextKeys: [],
  };
  const { snapshot } = compile(rows);
  await testHub({ shards: 2 }).publish(environmentKey, await pack(snapshot));
  await publishToKv(snapshot);
}

beforeAll(() => publishVersion(1));

const contexts: readonly Readonly<Record<string, string>>[] = [
  {},
  { user_id: 'u', plan: 'pro' },
  { user_id: 'u', plan: 'pro', 'canary-attribute': 'canary-match', 'canary-unit': 'u' },
  { user_id: 'canary-subject' },
];
const bulk = '/ofrep/v1/evaluate/flags';
/** One that a client key may not see is asked for by name, as is one that there is not. */
const asked = [...flags.map(({ flag }) => flag.key), 'none'].filter((key) => !key.includes(canary));

const ask = (path: string, init: RequestInit) =>
  exports.default.fetch(`http://burgee.test${path}`, init);

/** Status, headers and body. */
const bytesOf = async (response: Response) =>
  JSON.stringify([response.status, [...response.headers], await response.text()]);

/** Every kind of answer that there is for a key, good or bad. */
async function listAnswers(key: string): Promise<string[]> {
  const headers = { 'X-API-Key': key };
  const post = (path: string, body: string, more = {}) =>
    ask(path, { method: 'POST', body, headers: { ...headers, ...more } });
  const get = (path: string, more = {}) => ask(path, { headers: { ...headers, ...more } });
  const answers: Promise<Response>[] = [];
  for (const context of contexts) {
    const query = new URLSearchParams(context);
    const body = JSON.stringify({ context });
    answers.push(
      get(`/features?${query}`),
      post(bulk, body),
      post(`${bulk}?flagConfigEtag=9`, body),
    );
    answers.push(post(bulk, JSON.stringify({ context: { ...context, burgee: { flags: asked } } })));
    for (const flag of asked) {
      answers.push(get(`/features/${flag}?${query}`), get(`/features/${flag}?default=1&${query}`));
      answers.push(post(`${bulk}/${flag}`, body));
    }
  }
  answers.push(
    get('/features', { 'If-None-Match': '*' }),
    post(bulk, '{}', { 'If-None-Match': '*' }),
  );
  for (const bad of ['{', '[]', '{"context":1}', '{"context":{"targetingKey":{}}}']) {
    answers.push(post(bulk, bad), post(`${bulk}/ruled`, bad));
  }
  answers.push(get('/features/ruled?context=x'), get(bulk), post('/features', ''), get('/nothing'));
  answers.push(get('/features', { 'X-API-Key': `${key}x` }), post(bulk, 'x'.repeat(70_000)));
  answers.push(
    ask('/ofrep/v1/stream', { method: 'HEAD', headers }),
    get('/ofrep/v1/stream?token=x'),
  );
  return Promise.all((await Promise.all(answers)).map(bytesOf));
}

it('no answer to a client key tells anything of how a flag is defined', async () => {
  const answers = await listAnswers(keys.client);
  const leaks = answers.filter((answer) => /canary|rules|override|prerequisite/i.test(answer));
  expect(leaks).toEqual([]);
});

it('nor does a stream, of any version', async () => {
  const response = await ask(`/ofrep/v1/stream?key=${keys.client}`, {});
  const headers = JSON.stringify([...response.headers]);
  const { state, ids, cancel } = readStream(response);
  await expect.poll(ids).toEqual([1]);
  await publishVersion(2);
  await expect.poll(ids).toEqual([1, 2]);
  expect(headers + state.text).not.toContain(canary);
  await cancel();
});

it('answers to a server key do, as it is told which rule decided and what is broken', async () => {
  const answers = (await listAnswers(keys.server)).join();
  const told = ['canary-rule', 'rules[0].when.operator', 'canary.hidden', 'canary-value-on'];
  expect(told.filter((each) => !answers.includes(each))).toEqual([]);
});

it('a client key is told values and the words of OpenFeature for why, and nothing else', async () => {
  const reasons = new Set<string>();
  const errors = new Set<string>();
  const names = new Set<string>();
  for (const context of contexts) {
    const headers = { 'X-API-Key': keys.client };
    const response = await ask(bulk, {
      method: 'POST',
      headers,
      body: JSON.stringify({ context }),
    });
    const body = await response.json<{ flags: Record<string, string>[]; metadata: object }>();
    expect(Object.keys(body).sort()).toEqual(['eventStreams', 'flags', 'metadata']);
    expect(Object.keys(body.metadata).sort()).toEqual(['environment', 'version']);
    for (const flag of body.flags) {
      for (const name of Object.keys(flag)) names.add(name);
      if (flag.reason) reasons.add(flag.reason);
      if (flag.errorCode) errors.add(`${flag.errorCode}: ${flag.errorDetails}`);
    }
  }
  expect([...names].sort()).toEqual([
    'errorCode',
    'errorDetails',
    'key',
    'reason',
    'value',
    'variant',
  ]);
  expect([...reasons].sort()).toEqual([
    'DEFAULT',
    'DISABLED',
    'SPLIT',
    'STATIC',
    'TARGETING_MATCH',
  ]);
  expect([...errors].sort()).toEqual([
    'PARSE_ERROR: The flag cannot be evaluated.',
    'TARGETING_KEY_MISSING: The context does not say enough of whom it is about: send targetingKey, and what else is known.',
  ]);
});
