import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  documentFormat,
  type EnvironmentDocument,
} from '../../src/contract/environments/environment-document.ts';
import { createEnvironment } from '../../src/control/environments/create-environment.ts';
import { describeDocument } from '../../src/control/environments/describe-document.ts';
import { exportEnvironment } from '../../src/control/environments/export-environment.ts';
import { importEnvironment } from '../../src/control/environments/import-environment.ts';
import { getFlag } from '../../src/control/flags/get-flag.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { compile } from '../../src/snapshot/compile/compile.ts';
import type { EnvironmentRows } from '../../src/snapshot/compile/environment-rows.ts';
import { environmentRows } from '../compile/arbitrary-rows.ts';
import { openAdminApp } from '../support/admin-app.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
  await createEnvironment({ ctx: plane.ctx, input: { key: 'copy' } });
});
afterAll(() => plane.dispose());

const exported = (environment: string) =>
  exportEnvironment({ ctx: plane.contextFor('viewer'), input: { environment } });
const imported = (environment: string, document: unknown, options: object = {}) =>
  importEnvironment({
    ctx: plane.contextFor('editor'),
    input: { environment, document, options: { plan_hash: '*', ...options } },
  });
const run = (statement: string) =>
  plane.database.transaction((tx) => tx.execute(sql.raw(statement)));

const entirely = (variant: string) => [{ variant, weight: 100_000 }];
const state = {
  is_enabled: true,
  is_killed: false,
  rollout_percentage: 33.333,
  split: [
    { variant: 'blue', weight: 66_667 },
    { variant: 'grey', weight: 33_333 },
  ],
  rules: [
    {
      id: 'z-first',
      when: { attribute: 'seats', operator: 'greater', value: 0.1 },
      rollout_percentage: 0.001,
      split: entirely('blue'),
    },
    { id: 'a-second', when: { segment: 'zoo' }, rollout_percentage: 100, split: entirely('grey') },
  ],
  prerequisites: [],
  salt: 'ünï 🚩',
  bucket_by: 'organisation_id',
};
const override = { scope: 'user', subject: 'ana', variant: 'blue', reason: null, expires_at: null };
const button = {
  key: 'cart.button',
  kind: 'string',
  status: 'active',
  name: 'Button',
  description: 'Its colour.',
  variants: [
    { name: 'grey', value: '#888' },
    { name: 'blue', value: '#00f' },
  ],
  off_variant: 'grey',
  json_schema: null,
  tags: ['b', 'a'],
  owner: 'shop',
  critical: false,
  client_visible: true,
  permanent: false,
  stale_thresholds: { unused_days: 7 },
  state,
  overrides: [{ ...override, expires_at: '2020-01-01T00:00:00.123Z' }],
};
const zoo = {
  key: 'zoo',
  name: 'Zoo',
  description: '',
  when: { attribute: 'animals', operator: 'any_of', value: ['lion', 'zebra'] },
};
const documentOf = (flags: readonly object[], segments: readonly object[] = [zoo]) => ({
  format: documentFormat,
  environment: { key: 'elsewhere', name: 'Elsewhere' },
  segments,
  flags,
});
const flagIn = ({ flags }: EnvironmentDocument, key: string) =>
  flags.find((flag) => flag.key === key);

describe('importEnvironment', () => {
  it('tells what a document would change, property by property, and changes nothing', async () => {
    const before = await exported('production');
    const plan = await imported('production', documentOf([button]), { dry_run: 'true' });
    expect(plan).toMatchObject({ environment: 'production', mode: 'merge', dry_run: true });
    expect(plan.changed.map(({ subject, key, is_new }) => [subject, key, is_new])).toEqual([
      ['segment', 'zoo', true],
      ['flag', 'cart.button', true],
    ]);
    expect(plan.changed[1]?.changes).toContainEqual({
      property: 'state.rollout_percentage',
      from: null,
      to: 33.333,
    });
    expect(plan.changed[1]?.changes).toContainEqual({
      property: 'overrides.user.ana',
      from: null,
      to: { variant: 'blue', reason: null, expires_at: '2020-01-01T00:00:00.123Z' },
    });
    expect(await exported('production')).toEqual(before);
  });

  it('makes what is new, off in every other environment, in one version', async () => {
    const { version } = await plane.published('production');
    const { plan_hash } = await imported('production', documentOf([button]), { dry_run: 'true' });
    await imported('production', documentOf([button]), { plan_hash });
    const document = await exported('production');
    expect(flagIn(document, 'cart.button')).toEqual(button);
    expect(document.segments).toEqual([zoo]);
    expect((await plane.published('production')).version).toBe(version + 1);
    expect(flagIn(await exported('copy'), 'cart.button')).toMatchObject({
      state: { is_enabled: false, split: entirely('blue'), rules: [], salt: 'cart.button' },
      overrides: [],
    });
    expect((await imported('production', document)).changed).toEqual([]);
    expect((await plane.published('production')).version).toBe(version + 1);
  });

  it('leaves alone what it does not name, or switches it off where it replaces', async () => {
    const ben = { ...override, subject: 'ben' };
    const changed = { ...button, overrides: [ben], state: { ...state, is_killed: true } };
    const merged = await imported('production', documentOf([changed], []));
    expect(merged.changed.map(({ changes }) => changes.map(({ property }) => property))).toEqual([
      ['state.is_killed', 'overrides.user.ben'],
    ]);
    const before = await exported('production');
    expect(flagIn(before, 'admin.analytics')?.state).toMatchObject({ is_enabled: true });
    await imported('production', documentOf([changed], []), { mode: 'replace' });
    const after = await exported('production');
    expect(flagIn(after, 'cart.button')?.overrides).toEqual([ben]);
    expect(flagIn(after, 'admin.analytics')?.state).toMatchObject({ is_enabled: false });
    expect(after.segments).toEqual(before.segments);
    await imported('production', before);
    expect(await exported('production')).toEqual(before);
  });

  it('changes a definition everywhere, and raises the revision of what it changes alone', async () => {
    const [analytics, other] = ['admin.analytics', 'cart.button'];
    const read = (key: string) => getFlag({ ctx: plane.ctx, input: { key } });
    const document = await exported('production');
    const flags = document.flags.map((flag) =>
      flag.key === other ? { ...flag, name: 'Renamed', tags: [] } : flag,
    );
    const [before, untouched] = [await read(other), await read(analytics)];
    await imported('copy', { ...document, flags: flags.filter(({ key }) => key === other) });
    const after = await read(other);
    expect(after).toMatchObject({ name: 'Renamed', tags: [], revision: before.revision + 1 });
    expect(await read(analytics)).toEqual(untouched);
    const production = (await plane.published('production')).flags;
    expect(production.find(({ key }) => key === other)).toMatchObject({ name: 'Renamed' });
  });

  it('refuses what was changed after one has looked', async () => {
    const renamed = documentOf([{ ...button, name: 'Late' }]);
    const { plan_hash } = await imported('production', renamed, { dry_run: 'true' });
    await imported('production', documentOf([{ ...button, name: 'First' }]));
    await expect(imported('production', renamed, { plan_hash })).rejects.toMatchObject({
      code: 'plan_changed',
    });
    await expect(imported('production', renamed, { plan_hash: undefined })).rejects.toMatchObject({
      code: 'plan_required',
    });
  });

  it.each<[string, object, string]>([
    ['another format', { ...documentOf([]), format: 'unleash/1' }, 'format'],
    ['a property of ours', documentOf([{ ...button, revision: 7 }]), 'flags[0]'],
    ['a key', { ...documentOf([]), keys: [] }, ''],
    [
      'half a state',
      documentOf([{ ...button, state: { is_enabled: true } }]),
      'flags[0].state.is_killed',
    ],
    ['a flag twice', documentOf([button, button]), 'flags'],
    [
      'a subject twice',
      documentOf([{ ...button, overrides: [override, override] }]),
      'flags[0].overrides',
    ],
    [
      'a fourth decimal',
      documentOf([{ ...button, state: { ...state, rollout_percentage: 1.0001 } }]),
      'flags[0].state.rollout_percentage',
    ],
    ['another kind', documentOf([{ ...button, key: 'admin.analytics' }]), 'flags[0].kind'],
    [
      'a schema that is not met',
      documentOf([{ ...button, json_schema: {} }]),
      'flags[0].json_schema',
    ],
    [
      'a segment that there is not',
      documentOf([
        {
          ...button,
          state: { ...state, rules: [{ ...state.rules[1], when: { segment: 'gone' } }] },
        },
      ]),
      'rules[0].when.segment',
    ],
    [
      'a variant that there is not',
      documentOf([{ ...button, overrides: [{ ...override, variant: 'red' }] }]),
      'overrides.user.ana',
    ],
  ])('refuses %s, and changes nothing (security 36)', async (_, document, path) => {
    const before = await exported('production');
    for (const dry_run of ['true', 'false']) {
      const refusal = imported('production', document, { dry_run });
      await expect(refusal).rejects.toMatchObject({ code: 'invalid_input' });
      await expect(refusal).rejects.toHaveProperty('problems[0].path', path);
    }
    expect(await exported('production')).toEqual(before);
  });

  it('archives no flag that is permanent', async () => {
    const document = await exported('production');
    const flags = document.flags.map((flag) => ({ ...flag, status: 'archived' }));
    await expect(imported('production', { ...document, flags })).rejects.toMatchObject({
      message: expect.stringContaining('flag admin.analytics is permanent here'),
    });
  });

  it('names the environment that there is not (security 35)', async () => {
    const missing = { code: 'not_found' };
    await expect(exported('nowhere')).rejects.toMatchObject(missing);
    await expect(imported('nowhere', documentOf([]))).rejects.toMatchObject(missing);
  });

  it('takes ten thousand overrides at once', async () => {
    const overrides = Array.from({ length: 10_000 }, (_, index) => ({
      ...override,
      subject: `person-${index}`,
    }));
    await imported('copy', documentOf([{ ...button, overrides }]), { mode: 'replace' });
    expect(flagIn(await exported('copy'), 'cart.button')?.overrides).toHaveLength(10_000);
    const none = documentOf([{ ...button, overrides: [] }]);
    await imported('copy', none, { mode: 'replace' });
    expect(flagIn(await exported('copy'), 'cart.button')?.overrides).toEqual([]);
  });
});

/** Of sound environments, one: keys that were the same are told apart, also where they are referred to. */
function mergeDocuments(all: readonly EnvironmentRows[]) {
  const documents = all.map((rows, index) => {
    const document = describeDocument({
      environment: rows.environment,
      segments: rows.segments,
      flags: rows.flags.map(({ flag }) => ({ ...flag, name: flag.name.trim() || 'x' })),
      states: rows.flags.map(({ state: each }) => each),
      overrides: rows.flags.flatMap(({ overrides }) => overrides),
    });
    const text = JSON.stringify(document).replaceAll(/"([fs][0-9])"/g, `"e${index}.$1"`);
    return JSON.parse(text) as EnvironmentDocument;
  });
  return {
    segments: documents.flatMap(({ segments }) => segments),
    flags: documents.flatMap(({ flags }) => flags),
  };
}

it('gives back what it was given: export, import into an empty environment, export', async () => {
  const sound = environmentRows.filter(
    (rows) => rows.flags.length > 1 && compile(rows).problems.length === 0,
  );
  await run('delete from feature_flags');
  await run('delete from segments');
  const { flags, segments } = mergeDocuments(fc.sample(sound, 9));
  await imported('production', documentOf(flags, segments));
  const first = await exported('production');
  expect(first).toEqual({ ...first, flags, segments });
  await imported('copy', first, { mode: 'replace' });
  const second = await exported('copy');
  expect(JSON.stringify({ ...second, environment: first.environment })).toBe(JSON.stringify(first));
  expect((await imported('copy', first, { mode: 'replace' })).changed).toEqual([]);
  expect(flags.flatMap(({ state: each }) => each?.rules ?? []).length).toBeGreaterThan(0);
});

/** The deepest that a request holds is made by one, and goes through the document by another. */
it('takes back over HTTP the deepest value that a flag can have', async () => {
  const { ask } = openAdminApp(plane);
  const { key } = await createKey({
    ctx: plane.ctx,
    input: { kind: 'admin', name: 'X', role: 'admin' },
  });
  const headers = { Authorization: `Bearer ${key}` };
  const deep = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
  const variants = (levels: number) => [
    { name: 'deep', value: deep(levels) },
    { name: 'flat', value: 1 },
  ];
  const create = (levels: number) =>
    ask('POST /flags', {
      headers,
      body: { key: 'deep.value', kind: 'json', off_variant: 'flat', variants: variants(levels) },
    });
  expect((await create(62)).status).toBe(400);
  expect((await create(61)).status).toBe(201);
  const { body } = await ask('GET /environments/copy/export', { headers });
  const imported = await ask('POST /environments/copy/import?plan_hash=*', { headers, body });
  expect([imported.status, imported.body]).toEqual([200, expect.anything()]);
});
