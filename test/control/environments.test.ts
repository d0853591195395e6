import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UpdateFlagStateInput } from '../../src/contract/flags/flag-state.ts';
import { copyEnvironment } from '../../src/control/environments/copy-environment.ts';
import { createEnvironment } from '../../src/control/environments/create-environment.ts';
import { deleteEnvironment } from '../../src/control/environments/delete-environment.ts';
import { getEnvironment } from '../../src/control/environments/get-environment.ts';
import { listEnvironments } from '../../src/control/environments/list-environments.ts';
import { updateEnvironment } from '../../src/control/environments/update-environment.ts';
import { getFlagState } from '../../src/control/flag-states/get-flag-state.ts';
import { updateFlagState } from '../../src/control/flag-states/update-flag-state.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { revokeKey } from '../../src/control/keys/revoke-key.ts';
import { runScheduled } from '../../src/control/scheduled/run-scheduled.ts';
import { repairSchema } from '../../src/control/schema/repair-schema.ts';
import { pack } from '../../src/snapshot/format.ts';
import { publish } from '../../src/snapshot/publish/publish.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;

beforeAll(async () => {
  plane = await startControlPlane({ readsPublished: true });
  for (const key of ['cart.express', 'cart.gifts', 'search.fast']) {
    await createFlag({ ctx: plane.ctx, input: { key, tags: [`${key.split('.')[0]}-team`] } });
  }
});
afterAll(() => plane.dispose());

const create = (key: string, more: object = {}) =>
  createEnvironment({ ctx: plane.ctx, input: { key, ...more } });
const remove = (environment: string, deletion: object = {}, expectedRevision: 1 | '*' = '*') =>
  deleteEnvironment({
    ctx: plane.ctx,
    input: { environment, expectedRevision, deletion: { confirm: environment, ...deletion } },
  });
const setState = (flag: string, environment: string, change: UpdateFlagStateInput) =>
  updateFlagState({
    ctx: plane.ctx,
    input: { flag, environment, expectedRevision: '*', change },
  });
const stateOf = (flag: string, environment: string) =>
  getFlagState({ ctx: plane.ctx, input: { flag, environment } });
const switchedOn = async (environment: string) =>
  (await plane.published(environment)).flags.filter(({ on }) => on).map(({ key }) => key);

async function lastAudit(action: string) {
  const { rows } = (await plane.database.current.execute(
    sql`select target, before, after from audit_logs where action = ${action} order by seq desc limit 1`,
  )) as never as { rows: { target: string; before: never; after: never }[] };
  return rows[0];
}

describe('a new environment', () => {
  it('has every flag, off but for those of every installation, and is published at once', async () => {
    const created = await create('staging', { name: 'Staging' });
    expect(created).toMatchObject({
      key: 'staging',
      name: 'Staging',
      revision: 1,
      pinned_to: null,
    });
    const published = await plane.published('staging');
    expect(published).toMatchObject({ version: created.version, keys: [] });
    expect(published.flags).toHaveLength((await plane.published('production')).flags.length);
    expect(await switchedOn('staging')).toHaveLength(7);
    expect(await getEnvironment({ ctx: plane.ctx, input: { environment: 'staging' } })).toEqual({
      ...created,
      updated_at: expect.any(String),
    });
    await expect(create('staging')).rejects.toMatchObject({ code: 'already_exists' });
  });

  it('is what another is, emergency stops and all, where it is made as its copy', async () => {
    await setState('cart.express', 'staging', {
      is_enabled: true,
      is_killed: true,
      rollout_percentage: 12.345,
      salt: 'shuffled',
    });
    await create('preview', { copy_of: 'staging' });
    const [preview, staging] = [await plane.published('preview'), await plane.published('staging')];
    expect(preview.flags).toEqual(staging.flags);
    await expect(create('orphan', { copy_of: 'nowhere' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('misses no flag that is created meanwhile', async () => {
    const keys = ['race.a', 'race.b', 'race.c'];
    await Promise.all([
      ...keys.map((key) => createFlag({ ctx: plane.ctx, input: { key } })),
      create('raced'),
    ]);
    for (const key of keys) expect(await stateOf(key, 'raced')).toMatchObject({ revision: 1 });
  });

  it.each([
    [{ key: 'Not Allowed' }, 'key'],
    [{ key: 'x', version: 7 }, ''],
    [{ key: 'x', revision: 7 }, ''],
    [{ key: 'x', name: '' }, 'name'],
  ])('is refused as %j (security 36)', async (input, path) => {
    const refusal = createEnvironment({ ctx: plane.ctx, input });
    await expect(refusal).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(refusal).rejects.toHaveProperty('problems[0].path', path);
  });
});

describe('updateEnvironment', () => {
  const update = (change: object, expectedRevision?: number) =>
    updateEnvironment({
      ctx: plane.ctx,
      input: { environment: 'staging', expectedRevision, change },
    });

  it('takes the revision that was read, and publishes what the edge has to know (security 37)', async () => {
    const { version } = await plane.published('staging');
    await expect(update({ name: 'X' })).rejects.toMatchObject({ code: 'precondition_required' });
    expect(await update({ name: 'Before' }, 1)).toMatchObject({
      name: 'Before',
      revision: 2,
      version,
    });
    await expect(update({ name: 'X' }, 1)).rejects.toMatchObject({ code: 'precondition_failed' });
    expect((await plane.published('staging')).version).toBe(version);
    const signed = await update({ requires_signed_context: true }, 2);
    expect(signed).toMatchObject({ requires_signed_context: true, revision: 3 });
    expect((await plane.published('staging')).version).toBe(signed.version);
    await expect(update({ key: 'other' }, 3)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('copyEnvironment', () => {
  const copy = (input: object, environment = 'production') =>
    copyEnvironment({
      ctx: plane.ctx,
      input: { environment, copy: { from: 'staging', ...input } },
    });

  it('tells first what would be changed, flag by flag, and does just that', async () => {
    await setState('cart.gifts', 'staging', { is_enabled: true });
    const before = await plane.published('production');
    const plan = await copy({ module: 'cart', dry_run: true });
    expect(plan).toMatchObject({ environment: 'production', dry_run: true });
    expect(plan.changed).toEqual([
      {
        subject: 'flag',
        key: 'cart.express',
        is_new: false,
        changes: [
          { property: 'is_enabled', from: false, to: true },
          { property: 'rollout_percentage', from: 100, to: 12.345 },
          { property: 'salt', from: 'cart.express', to: 'shuffled' },
        ],
      },
      {
        subject: 'flag',
        key: 'cart.gifts',
        is_new: false,
        changes: [{ property: 'is_enabled', from: false, to: true }],
      },
    ]);
    expect(await plane.published('production')).toEqual(before);
    const done = await copy({ module: 'cart', plan_hash: plan.plan_hash });
    expect(done).toEqual({ ...plan, dry_run: false });
    expect((await plane.published('production')).version).toBe(before.version + 1);
    expect(await copy({ module: 'cart', dry_run: true })).toMatchObject({ changed: [] });
    expect(await lastAudit('flag_state.copy')).toMatchObject({
      target: 'cart.gifts',
      before: { is_enabled: false },
      after: { is_enabled: true, copied_from: 'staging' },
    });
  });

  it('leaves emergency stops as they are', async () => {
    expect(await stateOf('cart.express', 'staging')).toMatchObject({ is_killed: true });
    expect(await stateOf('cart.express', 'production')).toMatchObject({ is_killed: false });
  });

  it('refuses where something was changed after one has looked', async () => {
    await setState('search.fast', 'staging', { rollout_percentage: 10 });
    const { plan_hash } = await copy({ tag: 'search-team', dry_run: true });
    await setState('search.fast', 'staging', { rollout_percentage: 20 });
    await expect(copy({ tag: 'search-team', plan_hash })).rejects.toMatchObject({
      code: 'plan_changed',
    });
    await expect(copy({ tag: 'search-team' })).rejects.toMatchObject({ code: 'plan_required' });
    expect(await stateOf('search.fast', 'production')).toMatchObject({ rollout_percentage: 100 });
    await copy({ keys: ['search.fast'], plan_hash: '*' });
    expect(await stateOf('search.fast', 'production')).toMatchObject({ rollout_percentage: 20 });
  });

  it('names what there is not (security 35)', async () => {
    await expect(copy({ from: 'nowhere', dry_run: true })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(copy({ dry_run: true }, 'nowhere')).rejects.toMatchObject({ code: 'not_found' });
    await expect(copy({ module: 'nothing', dry_run: true })).rejects.toMatchObject({
      message: 'There is no active flag of module "nothing".',
    });
    await expect(copy({ keys: ['cart.gifts', 'typo'], dry_run: true })).rejects.toMatchObject({
      problems: [{ path: 'keys[1]', message: 'there is no active flag "typo"' }],
    });
    await expect(copy({ dry_run: true }, 'staging')).rejects.toHaveProperty(
      'problems[0].path',
      'from',
    );
  });
});

describe('deleteEnvironment', () => {
  it('asks for the key once more, and spares what every installation has', async () => {
    const refusal = remove('preview', { confirm: 'Preview' });
    await expect(refusal).rejects.toHaveProperty('problems[0].path', 'confirm');
    for (const environment of ['production', 'development']) {
      await expect(remove(environment, { force: true })).rejects.toMatchObject({
        code: 'protected',
      });
    }
    await expect(remove('nowhere')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('spares one whose keys are in use, until they are revoked or it is forced', async () => {
    const key = await createKey({
      ctx: plane.ctx,
      input: { kind: 'server', name: 'Shop', environment: 'raced' },
    });
    await expect(remove('raced')).rejects.toMatchObject({
      code: 'protected',
      message: expect.stringContaining('1 keys'),
    });
    await revokeKey({ ctx: plane.ctx, input: { id: key.id } });
    await remove('raced');
    await create('forced');
    await createKey({
      ctx: plane.ctx,
      input: { kind: 'server', name: 'Shop', environment: 'forced' },
    });
    await remove('forced', { force: true });
    expect(await plane.published('forced')).toMatchObject({ withdrawn: true, flags: [], keys: [] });
  });

  it('leaves an empty snapshot of a higher version, and the whole of it in the audit log', async () => {
    const before = await plane.published('preview');
    await remove('preview', {}, 1);
    const { environment, version } = before;
    expect(await plane.published('preview')).toEqual({
      format: 1,
      environment,
      version: version + 1,
      withdrawn: true,
      flags: [],
      segments: [],
      keys: [],
    });
    const keys = (await listEnvironments({ ctx: plane.ctx, input: undefined })).map(
      ({ key }) => key,
    );
    expect(keys).toEqual(['development', 'production', 'staging']);
    const entry = await lastAudit('environment.delete');
    expect(entry?.before).toMatchObject({
      key: 'preview',
      document: { format: 'burgee.environment/1', environment: { key: 'preview' } },
    });
    expect(entry?.before).toHaveProperty('document.flags.length', before.flags.length);
  });

  it('is not undone by a repair, also where the store still has what was served', async () => {
    const repair = () =>
      repairSchema({ ctx: plane.ctx, input: { mode: 'plan' }, onStep: () => {} });
    expect((await repair()).survivors.map(({ environment }) => environment)).toEqual([]);
    const stale = { ...(await plane.published('staging')), environment: 'preview', version: 2 };
    await plane.store.put('preview', await pack(stale));
    expect((await repair()).survivors.map(({ environment }) => environment)).toEqual([]);
  });

  it('is made up for by the scheduled job, where it was not published', async () => {
    const { database, store } = plane;
    const publisher = {
      database,
      store,
      accept: () => {},
      logError: () => {},
      pause: async () => {},
    };
    const given: string[] = [];
    const run = () =>
      runScheduled({
        database,
        store,
        now: () => new Date(),
        publish: (key) => publish(publisher, key),
        keepInHub: async (key) => {
          given.push(key);
          return 'given';
        },
      });
    expect(await run()).toMatchObject({
      withdrawn: { watched: expect.arrayContaining(['preview', 'raced', 'forced']) },
    });
    const withdrawn = await plane.published('preview');
    expect(withdrawn).toMatchObject({ withdrawn: true, keys: [] });
    expect(given).toContain('preview');
    await run();
    expect(await plane.published('preview')).toEqual(withdrawn);
  });

  it('is followed by one of the same key under a higher version', async () => {
    const { version } = await plane.published('preview');
    const again = await create('preview');
    expect(again.version).toBeGreaterThan(version);
    const published = await plane.published('preview');
    expect(published).toMatchObject({ version: again.version, keys: [] });
    expect(published.withdrawn).toBeUndefined();
    expect(published.flags.length).toBeGreaterThan(0);
  });
});
