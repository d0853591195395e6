import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { updateFlagState } from '../../src/control/flag-states/update-flag-state.ts';
import { archiveFlag } from '../../src/control/flags/archive-flag.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { getFlag } from '../../src/control/flags/get-flag.ts';
import { updateFlag } from '../../src/control/flags/update-flag.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { listKeys } from '../../src/control/keys/list-keys.ts';
import { revokeKey } from '../../src/control/keys/revoke-key.ts';
import { deleteOverride } from '../../src/control/overrides/delete-override.ts';
import { importOverrides } from '../../src/control/overrides/import-overrides.ts';
import { putOverride } from '../../src/control/overrides/put-override.ts';
import { removeOverrides } from '../../src/control/overrides/remove-overrides.ts';
import { repairSchema } from '../../src/control/schema/repair-schema.ts';
import { putSegment } from '../../src/control/segments/put-segment.ts';
import { warm } from '../../src/control/warm.ts';
import { auditLogs } from '../../src/db/audit-logs.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { prepare } from '../../src/engine/prepare.ts';
import { type PublishedSnapshot, pack } from '../../src/snapshot/format.ts';
import { contexts, nows } from '../engine/arbitraries.ts';
import {
  copyControlPlane,
  startControlPlane,
  type TestControlPlane,
} from '../support/control-plane.ts';

let furnished: TestControlPlane;
let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ readsPublished: true });
  await furnish();
  furnished = plane;
});
beforeEach(async () => {
  plane = await copyControlPlane(furnished);
});
afterEach(() => plane.dispose());
afterAll(() => furnished.dispose());

const run = (statement: string) => plane.database.reads.execute(sql.raw(statement));
const repairAll = () => repairSchema({ ctx: plane.ctx, input: undefined });
/** By somebody who wants to look first. */
const repair = (input: object = {}) =>
  repairSchema({ ctx: plane.ctx, input: { restore_flags: false, ...input } });
const restore = () => repair({ restore_flags: true });
const environments = ['production', 'development'] as const;
const tables = [
  'api_keys',
  'feature_flag_overrides',
  'segments',
  'feature_flag_environments',
  'feature_flags',
  'environments',
];

/** Flags with everything that a flag can have, in two environments that differ. */
async function furnish(): Promise<void> {
  const ctx = quiet();
  await putSegment({
    ctx,
    input: {
      key: 'staff',
      expectedRevision: undefined,
      segment: { when: { attribute: 'plan', operator: 'equals', value: 'pro', ignore_case: true } },
    },
  });
  await createFlag({ ctx, input: { key: 'shop.checkout', client_visible: true, tags: ['shop'] } });
  await createFlag({
    ctx,
    input: {
      key: 'shop.colour',
      kind: 'string',
      variants: [
        { name: 'red', value: 'red' },
        { name: 'blue', value: 'blue' },
      ],
      off_variant: 'red',
    },
  });
  await createFlag({ ctx, input: { key: 'shop.gone' } });
  await archiveFlag({ ctx, input: { key: 'shop.gone', expectedRevision: '*' } });
  await change('shop.checkout', 'production', {
    is_enabled: true,
    rollout_percentage: 33.333,
    rules: [
      {
        id: 'staff',
        description: 'never published',
        when: { any: [{ segment: 'staff' }, { percentage: 12.5, salt: 'x' }] },
        rollout_percentage: 50.5,
        split: [{ variant: 'on', weight: 100_000 }],
        from: '1970-01-01T00:00:00.999Z',
        until: '2030-01-01T00:00:00+02:00',
      },
    ],
  });
  await change('shop.colour', 'production', {
    is_enabled: true,
    split: [
      { variant: 'red', weight: 30_000 },
      { variant: 'blue', weight: 70_000 },
    ],
    prerequisites: [{ flag: 'shop.checkout', variants: ['on'] }],
    salt: 'another',
    bucket_by: 'company.plan',
  });
  await change('admin.analytics', 'production', { is_enabled: false });
  for (const subject of ['ann', 'bob', 'grüße/🚩']) await override(subject);
  for (const environment of environments) {
    await createKey({ ctx, input: { kind: 'client', name: 'web', environment } });
    await createKey({ ctx, input: { kind: 'server', name: 'app', environment } });
  }
  await plane.ctx.publish(environments);
}

/** Publishes nothing. */
const quiet = () => ({ ...plane.ctx, publish: async () => [] });

const change = (flag: string, environment: string, to: object) =>
  updateFlagState({
    ctx: quiet(),
    input: { flag, environment, expectedRevision: '*', change: to },
  });
const override = (subject: string) =>
  putOverride({
    ctx: quiet(),
    input: {
      flag: 'shop.checkout',
      environment: 'production',
      scope: 'user',
      subject,
      expectedRevision: undefined,
      override: { variant: 'on', reason: 'pilot', expires_at: '2031-01-01T00:00:00Z' },
    },
  });

const served = async () =>
  new Map<string, PublishedSnapshot>(
    await Promise.all(environments.map(async (key) => [key, await plane.published(key)] as const)),
  );

/** All that the edge answers by, but for the version. */
const content = ({ version, ...rest }: PublishedSnapshot) => rest;
const contents = (all: ReadonlyMap<string, PublishedSnapshot>) => [...all.values()].map(content);

/** To hundreds of contexts, in every flag. */
function expectSameAnswers(before: PublishedSnapshot, after: PublishedSnapshot): void {
  const [was, is] = [prepare(before), prepare({ ...after, version: before.version })];
  expect([...is.flags.keys()]).toEqual([...was.flags.keys()]);
  fc.assert(
    fc.property(contexts, nows, (context, now) => {
      for (const { key } of before.flags) {
        expect(evaluate(is, key, context, now)).toEqual(evaluate(was, key, context, now));
      }
    }),
    { numRuns: 200 },
  );
}

async function expectEverythingBack(before: ReadonlyMap<string, PublishedSnapshot>) {
  const after = await served();
  expect(contents(after)).toEqual(contents(before));
  for (const snapshot of before.values()) {
    const now = after.get(snapshot.environment);
    if (!now) throw new Error(`${snapshot.environment} is gone`);
    expect(now.version).toBeGreaterThan(snapshot.version);
    expectSameAnswers(snapshot, now);
  }
}

const rowCounts = async () => {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const result = (await run(`select count(*)::int as n from ${table}`)) as unknown as {
      rows: { n: number }[];
    };
    counts[table] = result.rows[0]?.n ?? -1;
  }
  return counts;
};

const accidents: readonly (readonly [string, readonly string[]])[] = [
  ['every table was dropped', tables.map((table) => `drop table ${table} cascade`)],
  ['the schema was dropped', ['drop schema public cascade', 'drop schema drizzle cascade']],
  ['every table was truncated', [`truncate ${tables.join(', ')} cascade`]],
  ['the flags were dropped', ['drop table feature_flags, feature_flag_environments cascade']],
  ['the flags were truncated', ['truncate feature_flags cascade']],
  ['the states were truncated', ['truncate feature_flag_environments cascade']],
  ['the overrides were dropped', ['drop table feature_flag_overrides']],
  ['the overrides were truncated', ['truncate feature_flag_overrides']],
  ['the segments were dropped', ['drop table segments']],
  ['the segments were truncated', ['truncate segments']],
  ['the keys were dropped', ['drop table api_keys']],
  ['the keys were truncated', ['truncate api_keys']],
  ['the environments were truncated', ['truncate environments cascade']],
];

describe.each(accidents)('when %s', (_, statements) => {
  it('offers to restore, leaves the edge alone, and restores when it is asked', async () => {
    const before = await served();
    for (const statement of statements) await run(statement);

    const plan = await repair({ mode: 'plan' });
    expect(plan).toMatchObject({ status: 'planned', restored: [] });
    expect(plan.survivors.length).toBeGreaterThan(0);

    const first = await repair();
    expect(first.status).toBe(first.steps.length > 0 ? 'partial' : 'noop');
    expect(first).toMatchObject({ restored: [], seeded: [] });
    expect(first.survivors).toEqual(plan.survivors);
    for (const { environment } of first.survivors) {
      expect(first.held_back.map((held) => held.environment)).toContain(environment);
      const offer = first.unresolved.find(({ object }) => object === `flags of ${environment}`);
      expect(offer?.statement).toBe('POST /admin/repair with {"restore_flags":true}');
    }
    expect(await served()).toEqual(before);

    const second = await repair();
    expect(second).toMatchObject({ status: 'noop', steps: [], seeded: [] });
    expect(second.survivors).toEqual(first.survivors);
    expect(await served()).toEqual(before);

    const third = await restore();
    expect(third.unresolved).toEqual([]);
    expect(third).toMatchObject({ status: 'ok', survivors: [], held_back: [] });
    expect(third.restored.map(({ environment }) => environment).sort()).toEqual(
      first.survivors.map(({ environment }) => environment).sort(),
    );
    const restored = new Set(third.restored.map(({ environment }) => environment));
    const after = await served();
    expect(contents(after)).toEqual(contents(before));
    for (const key of environments) {
      const [was, is] = [before.get(key), after.get(key)];
      if (!was || !is) throw new Error(`${key} is gone`);
      if (restored.has(key)) expect(is.version).toBeGreaterThan(was.version);
      expectSameAnswers(was, is);
    }
    expect(await restore()).toMatchObject({ status: 'noop', unresolved: [], restored: [] });
    expect(await repair()).toMatchObject({ status: 'noop', unresolved: [], survivors: [] });
  });
});

it.each([...accidents.slice(0, 1), ...accidents.slice(3, 4), ...accidents.slice(7, 8)])(
  'restores at once, when %s',
  async (_, statements) => {
    const before = await served();
    for (const statement of statements) await run(statement);
    expect(await restore()).toMatchObject({ status: 'ok', unresolved: [], held_back: [] });
    expect(contents(await served())).toEqual(contents(before));
    const counts = await rowCounts();
    expect(await restore()).toMatchObject({ status: 'noop', unresolved: [] });
    expect(await rowCounts()).toEqual(counts);
  },
);

const dropEverything = async () => {
  for (const table of tables) await run(`drop table ${table} cascade`);
};

it('restores what was off as off, after a command that cannot see the edge has seeded it on', async () => {
  const before = await served();
  await dropEverything();
  const { published, ...blind } = plane.ctx;
  const result = await repairSchema({
    ctx: { ...blind, publish: async () => [] },
    input: {},
  });
  expect(result).toMatchObject({ status: 'ok', survivors: [] });
  expect(result.seeded).toContain('flag admin.analytics');
  expect(result.warnings.join()).toContain('cannot be read from here');
  expect(published).toBeDefined();
  expect((await repair()).survivors).toHaveLength(2);
  expect(await restore()).toMatchObject({ status: 'ok', unresolved: [] });
  await expectEverythingBack(before);
});

it.each([
  ['dropped, and their tables mended', () => dropEverything().then(() => repair())],
  ['truncated', () => run('truncate feature_flags cascade')],
  ['truncated with the environments', () => run('truncate environments cascade')],
])('keeps a deployment from seeding over flags that were %s', async (_, lose) => {
  const before = await served();
  await lose();
  await expect(warm({ ctx: plane.ctx, input: undefined })).rejects.toMatchObject({
    code: 'publish_failed',
    message: expect.stringMatching(/9 flags.*warm\?force=true.*POST \/admin\/repair/),
  });
  expect(await served()).toEqual(before);
  expect(await restore()).toMatchObject({ status: 'ok', unresolved: [] });
  await expectEverythingBack(before);
});

it('warms all the same beside an environment that only the edge knows', async () => {
  const production = await plane.published('production');
  await plane.store.put('retired', await pack({ ...production, environment: 'retired' }));
  const outcomes = await warm({ ctx: plane.ctx, input: undefined });
  expect(outcomes.map(({ environment }) => environment)).toEqual(['development', 'production']);
});

it('lets everything go when that is meant', async () => {
  await dropEverything();
  await repair();
  await warm({ ctx: plane.ctx, input: { force: true } });
  expect((await plane.published('production')).flags).toHaveLength(7);
  expect(await repair()).toMatchObject({ status: 'noop', survivors: [], unresolved: [] });
});

it('never overwrites a row, and publishes nothing of an environment that would serve otherwise', async () => {
  const before = await served();
  await dropEverything();
  await repair();
  await createFlag({
    ctx: plane.ctx,
    input: { key: 'shop.checkout', name: 'Written again', client_visible: true },
  }).catch(() => undefined);
  await run(
    "insert into environments (key, name) values ('production', 'Mine') on conflict do nothing",
  );
  await run(
    'insert into feature_flags (key, name, kind, variants, off_variant, client_visible) values (\'shop.checkout\', \'Mine\', \'boolean\', \'[{"name":"on","value":true},{"name":"off","value":false}]\', \'off\', true) on conflict (key) do update set name = \'Mine\'',
  );
  const result = await restore();
  expect(result.status).toBe('partial');
  expect(result.held_back.map(({ environment }) => environment).sort()).toEqual(
    [...environments].sort(),
  );
  expect(result.unresolved.map(({ object }) => object).sort()).toEqual([
    'flag shop.checkout in development',
    'flag shop.checkout in production',
  ]);
  expect(await served()).toEqual(before);
  const flag = await getFlag({ ctx: plane.ctx, input: { key: 'shop.checkout' } });
  expect(flag.name).toBe('Mine');
  await warm({ ctx: plane.ctx, input: undefined });
  for (const [key, was] of before) expectSameAnswers(was, await plane.published(key));
});

it('restores a flag of one environment into the other as switched off', async () => {
  const development = await plane.published('development');
  const flags = development.flags.filter(({ key }) => key !== 'shop.colour');
  await plane.store.put('development', await pack({ ...development, flags }));
  const production = await plane.published('production');
  await dropEverything();
  expect(await restore()).toMatchObject({ status: 'ok', unresolved: [] });
  expect(content(await plane.published('production'))).toEqual(content(production));
  const after = await plane.published('development');
  expect(after.flags.filter(({ key }) => key !== 'shop.colour')).toEqual(flags);
  expect(after.flags.find(({ key }) => key === 'shop.colour')).toMatchObject({
    on: false,
    rules: [],
  });
});

it('takes the newer of two definitions, and says which environment cannot have its own', async () => {
  const development = await plane.published('development');
  const flags = development.flags.map((flag) =>
    flag.key === 'shop.colour' ? { ...flag, name: 'Older' } : flag,
  );
  await plane.store.put('development', await pack({ ...development, flags, version: 1 }));
  const production = await plane.published('production');
  await dropEverything();
  const result = await restore();
  expect(result.held_back.map(({ environment }) => environment)).toEqual(['development']);
  expect(result.unresolved.map(({ object }) => object)).toEqual([
    'flag shop.colour in development',
  ]);
  expect(content(await plane.published('production'))).toEqual(content(production));
});

it('restores environments that only the edge knows', async () => {
  await run("insert into environments (key, name) values ('staging', 'Staging')");
  await createFlag({ ctx: plane.ctx, input: { key: 'shop.new' } });
  const before = content(await plane.published('staging'));
  expect(before.flags.map(({ key }) => key)).toEqual(['shop.new']);
  await dropEverything();
  const offered = await repair();
  expect(offered.survivors.map(({ environment }) => environment)).toContain('staging');
  expect(offered.unresolved.find(({ object }) => object === 'flags of staging')?.reason).toContain(
    'kv key delete --binding SNAPSHOTS --remote snapshot:staging',
  );
  await restore();
  const after = await plane.published('staging');
  expect(after.flags.find(({ key }) => key === 'shop.new')).toEqual(before.flags[0]);
});

it.each([
  ['altered', (text: string) => ({ text: text.replace('shop', 'sh0p') })],
  ['cut', (text: string) => ({ text: text.slice(0, 100) })],
  ['of no known origin', () => ({ text: '{"hello":1}', checksum: '' })],
])('names a snapshot that was %s, and leaves it as it is', async (_, damage) => {
  const packed = await plane.store.find('production');
  if (!packed) throw new Error('nothing was published');
  const damaged = { ...packed, ...damage(packed.text) };
  await plane.store.put('production', damaged);
  const development = await plane.published('development');
  await dropEverything();
  const result = await restore();
  expect(result.status).toBe('partial');
  expect(result.unresolved).toEqual([
    { object: 'snapshot of production', reason: expect.stringContaining('cannot be used') },
  ]);
  expect(result.held_back.map(({ environment }) => environment)).toEqual(['production']);
  expect(result.restored.map(({ environment }) => environment)).toEqual(['development']);
  expect(await plane.store.find('production')).toEqual(damaged);
  expect(content(await plane.published('development'))).toEqual(content(development));
});

it('names a snapshot of another format, and one that is not of its type', async () => {
  const production = await plane.published('production');
  const development = await plane.published('development');
  await plane.store.put('production', await pack({ ...production, format: 2 } as never));
  await plane.store.put('development', await pack({ ...development, flags: [null] } as never));
  await run('drop table feature_flags cascade');
  const { unresolved } = await restore();
  const objects = unresolved.map(({ object }) => object);
  expect(objects).toContain('snapshot of production');
  expect(objects).toContain('snapshot of development');
});

it.each([
  ['dropped', 'partial', () => dropEverything()],
  ['truncated', 'noop', () => run('truncate feature_flags, api_keys cascade')],
])(
  'decides nothing of tables that were %s while the store does not answer',
  async (_, status, lose) => {
    const before = await served();
    await lose();
    const { find } = plane.store;
    plane.store.find = () => Promise.reject(new Error('KV is down'));
    const result = await repair();
    expect(result).toMatchObject({
      status,
      seeded: [],
      unresolved: [
        { object: 'published snapshots', reason: expect.stringContaining('KV is down') },
      ],
    });
    plane.store.find = find;
    expect(await served()).toEqual(before);
    expect(await restore()).toMatchObject({ status: 'ok', unresolved: [] });
    await expectEverythingBack(before);
  },
);

it('refuses to restore where what is published cannot be read', async () => {
  const { published, ...blind } = plane.ctx;
  expect(published).toBeDefined();
  await expect(repairSchema({ ctx: blind, input: { restore_flags: true } })).rejects.toMatchObject({
    code: 'repair_refused',
  });
});

it('takes nothing for lost that a person has taken away, also where it is still published', async () => {
  const { ctx } = plane;
  const keep = plane.store.put;
  plane.store.put = () => Promise.reject(new Error('KV is down'));
  const { keys } = await listKeysOf('production');
  await revokeKey({ ctx, input: { id: keys[0] ?? '' } });
  await deleteOverride({
    ctx,
    input: {
      flag: 'shop.checkout',
      environment: 'production',
      scope: 'user',
      subject: 'ann',
      expectedRevision: '*',
    },
  });
  await updateFlag({
    ctx,
    input: { key: 'admin.analytics', expectedRevision: '*', change: { permanent: false } },
  });
  await archiveFlag({ ctx, input: { key: 'admin.analytics', expectedRevision: '*' } });
  plane.store.put = keep;
  expect(await repair()).toMatchObject({ status: 'noop', survivors: [], unresolved: [] });
  const { flags } = await plane.published('production');
  expect(flags.map(({ key }) => key)).not.toContain('admin.analytics');
});

const listKeysOf = async (environment: string) => {
  const { keys } = await listKeys({ ctx: plane.ctx, input: {} });
  return {
    keys: keys.flatMap((key) => (key.environment === environment ? key.id : [])),
  };
};

const stale = async (work: () => Promise<unknown>) => {
  const keep = plane.store.put;
  plane.store.put = () => Promise.reject(new Error('KV is down'));
  await work().finally(() => {
    plane.store.put = keep;
  });
};

it('heeds the audit log where it knows better than what is published', async () => {
  const { ctx } = plane;
  const [key] = (await listKeysOf('production')).keys;
  const place = { environment: 'production', scope: 'user', subject: 'ann' } as const;
  await stale(async () => {
    await archiveFlag({ ctx, input: { key: 'shop.colour', expectedRevision: '*' } });
    const input = { ...place, flag: 'shop.checkout', expectedRevision: '*' } as const;
    await deleteOverride({ ctx, input });
    const bulk = { environment: 'production', query: {}, expectedRevision: '*' as const };
    const subjects = ['bob', 'grüße/🚩'].map((subject) => ({ scope: 'user' as const, subject }));
    await removeOverrides({ ctx, input: { ...bulk, which: { subjects } } });
    const json = [{ flag: 'shop.checkout', scope: 'user', subject: 'bob', variant: 'on' }];
    await importOverrides({ ctx, input: { ...bulk, body: { json } } });
    await revokeKey({ ctx, input: { id: `${key}` } });
  });
  const before = await plane.published('production');
  await run(`truncate ${tables.join(', ')} cascade`);
  const result = await repairAll();
  expect(result.restored).toContainEqual(
    expect.objectContaining({ environment: 'production', overrides: 1, keys: 1 }),
  );
  expect(result.held_back.map(({ environment }) => environment)).toContain('production');
  expect(result.unresolved.map(({ object }) => object)).toEqual(
    expect.arrayContaining([`key ${key} in production`, 'flag shop.colour in production']),
  );
  expect(await plane.published('production')).toEqual(before);
  expect(await getFlag({ ctx, input: { key: 'shop.colour' } })).toMatchObject({
    status: 'archived',
  });
  expect(await repairAll()).toMatchObject({ status: 'noop' });
  await warm({ ctx, input: undefined });
  const { flags, keys } = await plane.published('production');
  expect(flags.map((flag) => flag.key)).not.toContain('shop.colour');
  expect(keys.map(({ id }) => id)).not.toContain(key);
});

it('restores no key that the audit log has never seen made', async () => {
  const production = await plane.published('production');
  const planted = {
    id: 'planted',
    kind: 'server',
    hash: 'a'.repeat(64),
    allowedOrigins: [],
  } as const;
  const keys = [...production.keys, planted];
  await plane.store.put('production', await pack({ ...production, keys }));
  await run('truncate api_keys');
  const { unresolved, restored } = await repairAll();
  expect(unresolved.map(({ object }) => object)).toContain('key planted in production');
  expect(restored).toContainEqual(expect.objectContaining({ environment: 'production', keys: 2 }));
  const all = await listKeys({ ctx: plane.ctx, input: {} });
  expect(all.keys.map(({ id }) => id)).not.toContain('planted');
  expect(await repairAll()).toMatchObject({ status: 'noop', restored: [] });
});

it('names a snapshot that no rows can be made of, and mends the rest', async () => {
  const production = await plane.published('production');
  const [flag] = production.flags;
  const [key] = production.keys;
  if (!flag || !key) throw new Error('production has neither flags nor keys');
  const broken: readonly (readonly [RegExp, object])[] = [
    [/no flag at all/, { flags: [] }],
    [/version/, { version: 2 ** 53 }],
    [/version/, { version: 1.5 }],
    [/flags\.0\.key/, { flags: [{ ...flag, key: 'Not A Key' }] }],
    [/twice/, { flags: [flag, flag] }],
    [/keys\.0\.hash/, { keys: [{ ...key, hash: 'short' }] }],
  ];
  for (const [reason, change] of broken) {
    await plane.store.put('production', await pack({ ...production, ...change }));
    await run('drop table feature_flag_overrides');
    const { status, unresolved, held_back } = await repairAll();
    expect(status).toBe('partial');
    expect(held_back.map(({ environment }) => environment)).toEqual(['production']);
    expect(unresolved.map((item) => item.reason).join()).toMatch(reason);
  }
  await plane.store.put('production', await pack(production));
  const odd = { ...production, environment: 'Not An Environment' };
  await plane.store.put(odd.environment, await pack(odd));
  const { warnings } = await repairAll();
  expect(warnings.join()).toContain('Not An Environment');
});

it('restores as archived what was archived of the critical flags', async () => {
  const { ctx } = plane;
  const key = 'system.lazy_loading';
  await updateFlag({ ctx, input: { key, expectedRevision: '*', change: { permanent: false } } });
  await archiveFlag({ ctx, input: { key, expectedRevision: '*' } });
  const before = await served();
  await dropEverything();
  const result = await restore();
  expect(result).toMatchObject({ status: 'ok' });
  expect(result.warnings.join()).toContain(key);
  await expectEverythingBack(before);
});

it('leaves an audit entry for each environment, and defaults where a snapshot knows no better', async () => {
  await dropEverything();
  const { warnings } = await restore();
  expect(warnings.join()).toMatch(/descriptions.*admin keys/);
  const entries = (await run(
    "select target, after from audit_logs where action = 'environment.restore' order by target",
  )) as unknown as { rows: { target: string; after: Record<string, unknown> }[] };
  expect(entries.rows).toMatchObject([
    { target: 'development', after: { flags: 9, overrides: 0, segments: 1, keys: 2 } },
    { target: 'production', after: { flags: 9, overrides: 3, segments: 1, keys: 2 } },
  ]);
  const critical = await getFlag({ ctx: plane.ctx, input: { key: 'admin.analytics' } });
  expect(critical).toMatchObject({ critical: true, permanent: true });
  const flag = await getFlag({ ctx: plane.ctx, input: { key: 'shop.checkout' } });
  expect(flag).toMatchObject({ critical: false, tags: [], owner: null, client_visible: true });
  const { keys } = await listKeys({ ctx: plane.ctx, input: {} });
  expect(new Set(keys.map(({ name }) => name))).toEqual(new Set(['restored']));
  expect(keys.map(({ prefix }) => prefix)).toContain('bgc_production_??????');
});

it('restores without being asked, as nobody who types it at night knows to ask', async () => {
  await dropEverything();
  const result = await repairAll();
  expect(result).toMatchObject({ status: 'ok', unresolved: [], survivors: [], held_back: [] });
  expect(result.restored.map(({ environment }) => environment).sort()).toEqual(
    [...environments].sort(),
  );
  expect(await repairAll()).toMatchObject({ status: 'noop', unresolved: [] });
});

/** The first while there is an archived flag, of which no snapshot knows more than that. */
const lostColumns: readonly (readonly [string, string])[] = [
  ['status', 'feature_flags'],
  ['is_killed', 'feature_flag_environments'],
  ['rollout_percentage', 'feature_flag_environments'],
  ['split', 'feature_flag_environments'],
  ['rules', 'feature_flag_environments'],
  ['client_visible', 'feature_flags'],
  ['kind', 'feature_flags'],
  ['variants', 'feature_flags'],
  ['scope', 'feature_flag_overrides'],
  ['expires_at', 'feature_flag_overrides'],
  ['conditions', 'segments'],
  ['allowed_origins', 'api_keys'],
  ['environment_key', 'api_keys'],
];

async function publishUnusual(): Promise<PublishedSnapshot> {
  await run('update feature_flag_environments set is_killed = true, rollout_percentage = 1');
  await run('update feature_flags set client_visible = not client_visible');
  await plane.ctx.publish([...environments], { force: true });
  return plane.published('production');
}

it('puts back the values of columns that were lost, from what is published', {
  timeout: 300_000,
}, async () => {
  const before = await publishUnusual();
  for (const [column, table] of lostColumns) {
    const of = `${table}.${column}`;
    await run(`alter table ${table} drop column ${column} cascade`);
    const { plan_hash, refilled } = await repairSchema({ ctx: plane.ctx, input: { mode: 'plan' } });
    expect(refilled, of).toEqual([of]);
    const result = await repairSchema({ ctx: plane.ctx, input: { plan_hash } });
    expect(result, of).toMatchObject({ status: 'ok', refilled, unresolved: [], held_back: [] });
    expect(content(await plane.published('production')), of).toEqual(content(before));
    await warm({ ctx: plane.ctx, input: undefined });
    expect(content(await plane.published('production')), of).toEqual(content(before));
    await run(`delete from feature_flags where key = 'shop.gone'`);
  }
});

it('publishes the default of a column over what was lost neither now nor the next time', async () => {
  const before = await publishUnusual();
  await run('alter table feature_flag_environments drop column is_killed');
  const object = 'values of feature_flag_environments.is_killed in production';
  const result = await repair();
  expect(result).toMatchObject({ status: 'partial', refilled: [] });
  expect(result.unresolved.map((item) => item.object)).toContain(object);
  for (const again of [await repair(), await repairAll()]) {
    expect(again.status).toBe('noop');
    expect(again.held_back.map(({ environment }) => environment)).toContain('production');
    expect(again.unresolved.length).toBeGreaterThan(0);
    expect(await plane.published('production')).toEqual(before);
  }
  await warm({ ctx: plane.ctx, input: undefined });
  expect((await plane.published('production')).flags.some(({ killed }) => killed)).toBe(false);
  expect(await repairAll()).toMatchObject({ status: 'noop', unresolved: [], held_back: [] });
});

it('holds back what was written behind our back, until a person has it published', async () => {
  const before = await served();
  await run(`update feature_flag_environments set is_enabled = not is_enabled
    where flag_key = 'shop.checkout' and environment_key = 'production'`);
  const { unresolved } = await repairAll();
  expect(unresolved).toMatchObject([{ object: 'flag shop.checkout in production' }]);
  expect(await served()).toEqual(before);
  await warm({ ctx: plane.ctx, input: undefined });
  expect(await served()).not.toEqual(before);
});

it('takes for revoked what is not published, where neither column nor audit log can tell', async () => {
  const [key] = (await listKeysOf('production')).keys;
  await revokeKey({ ctx: plane.ctx, input: { id: `${key}` } });
  await run('alter table api_keys drop column revoked_at');
  await run('drop table audit_logs');
  await repairAll();
  const { keys } = await listKeys({ ctx: plane.ctx, input: {} });
  expect(keys.filter(({ revoked_at }) => revoked_at !== null).map(({ id }) => id)).toEqual([key]);
});

it('brings no revoked key back to life when the column that knew it was lost', async () => {
  const [revoked] = (await listKeys({ ctx: plane.ctx, input: {} })).keys;
  await revokeKey({ ctx: plane.ctx, input: { id: `${revoked?.id}` } });
  await run('alter table api_keys drop column revoked_at');
  await repairAll();
  const { keys } = await listKeys({ ctx: plane.ctx, input: {} });
  expect(keys.find(({ id }) => id === revoked?.id)?.revoked_at).not.toBeNull();
});

it('leaves its own entry in the audit log where all it does is restore', async () => {
  await run('truncate api_keys');
  const { operation_id } = await repairAll();
  const entries = await plane.database.reads
    .select({ action: auditLogs.action, target: auditLogs.target })
    .from(auditLogs);
  expect(entries).toContainEqual({ action: 'schema.repair', target: operation_id });
});
