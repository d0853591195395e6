import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { maxSnapshotBytes } from '../../src/contract/fields/limits.ts';
import { compileBundle } from '../../src/control/compile-bundle.ts';
import { updateFlagState } from '../../src/control/flag-states/update-flag-state.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { updateFlag } from '../../src/control/flags/update-flag.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { checkReadiness } from '../../src/control/readiness.ts';
import { republish } from '../../src/control/republish.ts';
import { warm } from '../../src/control/warm.ts';
import { explainWithheld } from '../../src/snapshot/publish/publish.ts';
import {
  copyControlPlane,
  startControlPlane,
  type TestControlPlane,
} from '../support/control-plane.ts';

let template: TestControlPlane;
let plane: TestControlPlane;
beforeAll(async () => {
  template = await startControlPlane();
  await createFlag({ ctx: template.ctx, input: { key: 'shop.express' } });
  const input = { kind: 'server', name: 'app', environment: 'production' } as const;
  await createKey({ ctx: template.ctx, input });
});
afterAll(() => template.dispose());
beforeEach(async () => {
  plane = await copyControlPlane(template);
  return () => plane.dispose();
});

const run = (statement: string) =>
  plane.database.transaction((tx) => tx.execute(sql.raw(statement)));
const plant = async (statements: string) => {
  for (const statement of statements.split(';\n')) await run(statement);
};
const publish = async () => (await plane.ctx.publish(['production']))[0];
const readiness = () =>
  checkReadiness({
    database: plane.database,
    now: plane.ctx.now,
    codeVersion: 'test',
    explainWithheld: (environment) => explainWithheld(plane, environment),
    listHeld: () => [],
    store: plane.store,
    listBundled: () => [],
  });
const stored = () => plane.store.find('production');

/** As only somebody with SQL can: what tells rows apart is gone, and one is there twice. */
const twice = (table: string, constraint: string, where: string) =>
  `alter table ${table} drop constraint ${constraint} cascade;
   insert into ${table} select * from ${table} where ${where}`;

const largeFlags = (count: number) =>
  `update feature_flags set kind = 'json', variants = jsonb_build_array(
     jsonb_build_object('name', 'on', 'value', repeat('x', 60000)),
     jsonb_build_object('name', 'off', 'value', null)) where key = 'shop.express';
   insert into feature_flags (key, name, kind, variants, off_variant)
     select key || n, name, kind, variants, off_variant from feature_flags, generate_series(2, ${count}) n where key = 'shop.express';
   insert into feature_flag_environments (flag_key, environment_key, salt, split)
     select key, 'production', key, '[]' from feature_flags where key ~ 'express[0-9]+$'`;

const planted: Record<string, [statements: string, reason: RegExp]> = {
  'a flag twice': [
    twice('feature_flags', 'feature_flags_pkey', `key = 'shop.express'`),
    /its rows have flag shop\.express twice/,
  ],
  'a state of a flag twice': [
    twice(
      'feature_flag_environments',
      'feature_flag_environments_pkey',
      `flag_key = 'shop.express'`,
    ),
    /its rows have flag shop\.express twice/,
  ],
  'a segment twice': [
    `insert into segments (key, name, conditions) values ('staff', 'Staff', '{"all":[]}');
     ${twice('segments', 'segments_pkey', 'true')}`,
    /its rows have segment staff twice/,
  ],
  'an API key twice': [
    `alter table api_keys drop constraint api_keys_hash_key;
     insert into api_keys select 'other', kind, name, environment_key, role, prefix, hash from api_keys`,
    /its rows have the API key of hash [0-9a-f]{8}… twice/,
  ],
  'an API key that no reader could use': [
    `update api_keys set allowed_origins = '{null}'`,
    /the edge would not read keys\[0\]\.allowedOrigins\[0\]/,
  ],
  'a version that JavaScript cannot count': [
    `update environments set version = 9007199254740993`,
    /the edge would not read it: its version, flags, segments or keys are malformed/,
  ],
  'flags too large for an isolate': [
    largeFlags(200),
    new RegExp(`its snapshot has 12\\d{6} bytes, more than ${maxSnapshotBytes}`),
  ],
};

describe.each(Object.entries(planted))('%s, planted in the tables', (_, [statements, reason]) => {
  it('is not published: what was published goes on being served, and the caller is told', async () => {
    const before = await stored();
    await plant(statements);
    expect(await publish()).toEqual({
      environment: 'production',
      problems: [],
      withheld: expect.stringMatching(reason),
    });
    expect(await stored()).toEqual(before);
    await expect(
      compileBundle({ ctx: plane.ctx, input: { environment: 'production' } }),
    ).rejects.toMatchObject({ code: 'publish_failed', message: expect.stringMatching(reason) });
    for (const force of [false, true]) {
      await expect(warm({ ctx: plane.ctx, input: { force } })).rejects.toMatchObject({
        code: 'publish_failed',
        message: expect.stringMatching(reason),
      });
    }
    expect(await stored()).toEqual(before);
  });
});

describe('while an environment is withheld', () => {
  const [duplicate] = planted['a flag twice'] ?? expect.fail();

  it('is told by readiness as soon as a version waits, and why to those who may know', async () => {
    await plant(duplicate);
    expect((await readiness()).withheld).toBeUndefined();
    await run(`update environments set version = version + 1`);
    expect(await readiness()).toMatchObject({
      status: 'degraded',
      withheld: [
        { environment: 'development', reason: expect.stringContaining('shop.express twice') },
        { environment: 'production', reason: expect.stringContaining('shop.express twice') },
      ],
    });
  });

  it('serves an earlier version all the same, and its keys die', async () => {
    const { version } = await plane.published('production');
    await plant(duplicate);
    const input = { environment: 'production', version };
    expect(await republish({ ctx: plane.ctx, input })).toMatchObject({ pinned_to: version });
    await run(`update api_keys set revoked_at = now()`);
    expect((await publish())?.pinned_to).toBe(version);
    expect((await plane.published('production')).keys).toEqual([]);
  });

  it('does not go on to production, which stays as it is until a person means it', async () => {
    await plant(
      twice(
        'feature_flag_environments',
        'feature_flag_environments_pkey',
        `flag_key = 'shop.express' and environment_key = 'development'`,
      ),
    );
    const before = await stored();
    const change = { name: 'Renamed' };
    const flag = { key: 'shop.express', expectedRevision: '*' } as const;
    await updateFlag({ ctx: plane.ctx, input: { ...flag, change } });
    expect(await stored()).toEqual(before);
    expect(await plane.ctx.publish(['production', 'development'])).toEqual([
      {
        environment: 'development',
        problems: [],
        withheld: expect.stringContaining('flag shop.express twice'),
      },
      {
        environment: 'production',
        problems: [],
        withheld: expect.stringContaining('as development goes first, and was withheld'),
      },
    ]);
    expect(await stored()).toEqual(before);
    expect((await readiness()).withheld).toEqual([
      { environment: 'development', reason: expect.stringContaining('shop.express twice') },
      { environment: 'production', reason: expect.stringContaining('development goes first') },
    ]);
    const outcomes = await plane.ctx.publish(['production', 'development'], { force: true });
    expect(outcomes.map(({ version }) => version !== undefined)).toEqual([false, true]);
    expect(await stored()).not.toEqual(before);
  });

  it('publishes a change of production alone', async () => {
    await plant(
      twice(
        'feature_flag_environments',
        'feature_flag_environments_pkey',
        `flag_key = 'shop.express' and environment_key = 'development'`,
      ),
    );
    const place = {
      flag: 'shop.express',
      environment: 'production',
      expectedRevision: '*',
    } as const;
    await updateFlagState({ ctx: plane.ctx, input: { ...place, change: { is_killed: true } } });
    const { flags } = await plane.published('production');
    expect(flags.find(({ key }) => key === 'shop.express')).toMatchObject({ killed: true });
  });
});

it('publishes a broken rule as a flag that is off, beside the others as they were', async () => {
  const before = await plane.published('production');
  await run(
    `update feature_flag_environments set rules = '[{"id":"r","when":{"attribute":"x","operator":"guess","value":1}}]' where flag_key = 'shop.express'`,
  );
  const outcome = await publish();
  expect(outcome?.problems.map(({ subject }) => subject)).toEqual(['flag shop.express']);
  const { flags } = await plane.published('production');
  const isOther = ({ key }: { key: string }) => key !== 'shop.express';
  expect(flags.filter(isOther)).toEqual(before.flags.filter(isOther));
  expect(flags.find((flag) => !isOther(flag))).toMatchObject({ on: false, problem: /./ });
});

it('takes no change that would make a snapshot too large', async () => {
  await plant(largeFlags(195));
  const value = 'x'.repeat(60_000);
  const variants = Array.from({ length: 15 }, (_, index) => ({ name: `v${index}`, value }));
  const input = { key: 'shop.large', kind: 'string', off_variant: 'v0', variants } as const;
  await expect(createFlag({ ctx: plane.ctx, input })).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringMatching(/at most 12000000 bytes of JSON in the snapshot/),
  });
});
