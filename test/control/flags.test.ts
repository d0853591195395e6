import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreateFlagInput } from '../../src/contract/flags/flag.ts';
import type { ListFlagsInput } from '../../src/contract/flags/flag-list.ts';
import type { UpdateFlagStateInput } from '../../src/contract/flags/flag-state.ts';
import { updateFlagState } from '../../src/control/flag-states/update-flag-state.ts';
import { archiveFlag } from '../../src/control/flags/archive-flag.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { deleteFlag } from '../../src/control/flags/delete-flag.ts';
import { getFlag } from '../../src/control/flags/get-flag.ts';
import { listFlags } from '../../src/control/flags/list-flags.ts';
import { restoreFlag } from '../../src/control/flags/restore-flag.ts';
import { updateFlag } from '../../src/control/flags/update-flag.ts';
import { putOverride } from '../../src/control/overrides/put-override.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

const on = { name: 'on', value: true };

let plane: TestControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.dispose());

const publishedFlag = async (key: string) =>
  (await plane.published('production')).flags.find((flag) => flag.key === key);

describe('createFlag', () => {
  it('needs no more than a key, and is off in every environment', async () => {
    const flag = await createFlag({ ctx: plane.ctx, input: { key: 'checkout.express' } });
    expect(flag).toMatchObject({
      key: 'checkout.express',
      module: 'checkout',
      name: 'checkout.express',
      kind: 'boolean',
      off_variant: 'off',
      revision: 1,
    });
    expect(
      flag.environments.map(({ environment, is_enabled }) => [environment, is_enabled]),
    ).toEqual([
      ['development', false],
      ['production', false],
    ]);
    expect(await publishedFlag('checkout.express')).toMatchObject({ on: false, killed: false });
  });

  it('takes variants of every kind and serves the first that is not the off one', async () => {
    await createFlag({
      ctx: plane.ctx,
      input: {
        key: 'checkout.theme',
        kind: 'json',
        variants: [
          { name: 'plain', value: null },
          { name: 'dark', value: { colours: ['#000', '#fff'] } },
        ],
        off_variant: 'plain',
      },
    });
    expect(await publishedFlag('checkout.theme')).toMatchObject({
      rollout: { millipercent: 100_000, split: [{ variant: 'dark', weight: 100_000 }] },
    });
  });

  it('refuses a key that exists', async () => {
    await createFlag({ ctx: plane.ctx, input: { key: 'twice' } });
    await expect(createFlag({ ctx: plane.ctx, input: { key: 'twice' } })).rejects.toMatchObject({
      code: 'already_exists',
    });
  });

  it.each([
    [{ key: 'Not Allowed' }, 'key'],
    [{ key: 'a\r\nb' }, 'key'],
    [{ key: 'x', kind: 'string' as const }, 'variants'],
    [{ key: 'x', variants: [{ name: 'off', value: 'no' }] }, 'variants[0].value'],
    [{ key: 'x', off_variant: 'missing' }, 'off_variant'],
    [{ key: 'x', variants: [on, on], off_variant: 'on' }, 'variants'],
    [{ key: 'x', revision: 7 } as { key: string }, ''],
  ])('refuses %j and names the place', async (input, path) => {
    const refusal = createFlag({ ctx: plane.ctx, input });
    await expect(refusal).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(refusal).rejects.toHaveProperty('problems[0].path', path);
    await expect(getFlag({ ctx: plane.ctx, input: { key: 'x' } })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('listFlags', () => {
  it('lists the seven critical flags, on for everybody', async () => {
    const { flags } = await listFlags({ ctx: plane.contextFor('viewer'), input: {} });
    const critical = flags.filter((flag) => flag.critical);
    expect(critical.map(({ key }) => key)).toEqual([
      'admin.advanced_controls',
      'admin.analytics',
      'admin.feature_flags',
      'admin.module_management',
      'admin.user_management',
      'market_edge.enhanced_ui',
      'system.lazy_loading',
    ]);
    for (const state of critical.flatMap(({ environments }) => environments)) {
      expect(state).toMatchObject({ is_enabled: true, is_killed: false, rollout_percentage: 100 });
    }
  });
});

describe('listFlags, asked for some', () => {
  const list = async (input: ListFlagsInput) => {
    const { flags, ...page } = await listFlags({ ctx: plane.ctx, input });
    return { keys: flags.map(({ key }) => key), ...page };
  };

  beforeAll(async () => {
    const flags: CreateFlagInput[] = [
      { key: 'list.one', tags: ['a', 'b'], owner: 'ana', name: 'Half 50%' },
      { key: 'list.two', tags: ['b'], owner: 'ben', description: 'Says Half' },
      { key: 'list.three', critical: true },
      { key: 'lists.other', tags: ['a'] },
      { key: 'list.old' },
    ];
    for (const input of flags) await createFlag({ ctx: plane.ctx, input });
    await archiveFlag({ ctx: plane.ctx, input: { key: 'list.old', expectedRevision: 1 } });
  });

  it.each<[ListFlagsInput, string[]]>([
    [{ module: 'list' }, ['list.one', 'list.three', 'list.two']],
    [{ tag: 'a' }, ['list.one', 'lists.other']],
    [{ tag: 'a', module: 'list' }, ['list.one']],
    [{ owner: 'ben' }, ['list.two']],
    [{ module: 'list', critical: 'true' }, ['list.three']],
    [{ module: 'list', critical: 'false' }, ['list.one', 'list.two']],
    [{ module: 'list', status: 'archived' }, ['list.old']],
    [{ module: 'list', status: 'all' }, ['list.old', 'list.one', 'list.three', 'list.two']],
    [{ search: 'hAlF' }, ['list.one', 'list.two']],
    [{ search: '0%' }, ['list.one']],
    [{ search: '_%' }, []],
    [{ tag: 'nobody' }, []],
  ])('finds by %j', async (input, keys) => {
    expect(await list(input)).toEqual({ keys, total: keys.length, next_cursor: null });
  });

  it('goes from page to page, each flag with its states', async () => {
    const first = await list({ module: 'list', limit: 2 });
    expect(first).toEqual({
      keys: ['list.one', 'list.three'],
      total: 3,
      next_cursor: 'list.three',
    });
    const input = { module: 'list', limit: 2, cursor: first.next_cursor ?? '' };
    const { flags, ...rest } = await listFlags({ ctx: plane.ctx, input });
    expect(rest).toEqual({ total: 3, next_cursor: null });
    expect(flags.map(({ key, environments }) => [key, environments.length])).toEqual([
      ['list.two', 2],
    ]);
  });

  it.each([{ limit: 0 }, { limit: 501 }, { limit: 'x' }, { colour: 'red' }, { status: 'gone' }])(
    'refuses %j (security 36)',
    async (input) => {
      await expect(list(input as ListFlagsInput)).rejects.toMatchObject({ code: 'invalid_input' });
    },
  );
});

describe('updateFlag', () => {
  it('changes the named properties alone, and raises the version everywhere', async () => {
    const before = await createFlag({ ctx: plane.ctx, input: { key: 'update.me', owner: 'ana' } });
    const { version } = await plane.published('development');
    const after = await updateFlag({
      ctx: plane.ctx,
      input: { key: 'update.me', expectedRevision: before.revision, change: { name: 'New name' } },
    });
    expect(after).toMatchObject({ name: 'New name', owner: 'ana', revision: 2 });
    expect((await plane.published('development')).version).toBe(version + 1);
    expect(await publishedFlag('update.me')).toMatchObject({ name: 'New name' });
  });

  it('asks for the revision that was read, and refuses an older one', async () => {
    await createFlag({ ctx: plane.ctx, input: { key: 'update.guarded' } });
    const change = { name: 'Mine' };
    const update = (expectedRevision: number | undefined) =>
      updateFlag({ ctx: plane.ctx, input: { key: 'update.guarded', expectedRevision, change } });
    await expect(update(undefined)).rejects.toMatchObject({ code: 'precondition_required' });
    await update(1);
    await expect(update(1)).rejects.toMatchObject({ code: 'precondition_failed' });
  });

  it('lets one of fifty writers through for each revision (security 37)', async () => {
    await createFlag({ ctx: plane.ctx, input: { key: 'update.raced' } });
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, writer) =>
        updateFlag({
          ctx: plane.ctx,
          input: { key: 'update.raced', expectedRevision: 1, change: { name: `Writer ${writer}` } },
        }),
      ),
    );
    const won = results.filter(({ status }) => status === 'fulfilled');
    expect(won).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason.code).toBe('precondition_failed');
    }
    expect((await getFlag({ ctx: plane.ctx, input: { key: 'update.raced' } })).revision).toBe(2);
  });

  it('refuses to take away a variant that is still served, and changes nothing', async () => {
    await createFlag({ ctx: plane.ctx, input: { key: 'update.variants' } });
    const refusal = updateFlag({
      ctx: plane.ctx,
      input: {
        key: 'update.variants',
        expectedRevision: 1,
        change: { variants: [{ name: 'off', value: false }] },
      },
    });
    await expect(refusal).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(refusal).rejects.toHaveProperty('problems[0].path', 'split[0].variant');
    const flag = await getFlag({ ctx: plane.ctx, input: { key: 'update.variants' } });
    expect(flag.variants).toHaveLength(2);
  });
});

describe('archiveFlag', () => {
  it('takes the flag out of every snapshot and loses nothing of it', async () => {
    const flag = await createFlag({ ctx: plane.ctx, input: { key: 'archive.me' } });
    const input = { key: 'archive.me', expectedRevision: flag.revision };
    const archived = await archiveFlag({ ctx: plane.ctx, input });
    expect(archived).toMatchObject({ status: 'archived', revision: 2 });
    expect(await publishedFlag('archive.me')).toBeUndefined();
    expect(await archiveFlag({ ctx: plane.ctx, input })).toEqual(archived);
  });

  it('spares a permanent flag', async () => {
    const input = { key: 'admin.analytics', expectedRevision: '*' as const };
    await expect(archiveFlag({ ctx: plane.ctx, input })).rejects.toMatchObject({
      code: 'protected',
    });
    expect(await publishedFlag('admin.analytics')).toBeDefined();
  });

  it('is undone by restoring, with everything the flag was', async () => {
    const flag = await createFlag({ ctx: plane.ctx, input: { key: 'archive.undone' } });
    const before = await publishedFlag(flag.key);
    const archive = { key: flag.key, expectedRevision: 1 };
    await archiveFlag({ ctx: plane.ctx, input: archive });
    const restore = { key: flag.key, expectedRevision: 2 };
    const restored = await restoreFlag({ ctx: plane.ctx, input: restore });
    expect(restored).toMatchObject({ status: 'active', revision: 3 });
    expect(await publishedFlag(flag.key)).toEqual(before);
    expect(await restoreFlag({ ctx: plane.ctx, input: restore })).toEqual(restored);
  });

  it('says which flag there is not', async () => {
    const input = { key: 'nowhere', expectedRevision: 1 };
    await expect(archiveFlag({ ctx: plane.ctx, input })).rejects.toMatchObject({
      code: 'not_found',
      message: 'There is no flag "nowhere".',
    });
  });
});

describe('deleteFlag', () => {
  const remove = (key: string, more: { expectedRevision?: number; confirm?: string } = {}) =>
    deleteFlag({ ctx: plane.ctx, input: { key, expectedRevision: '*', ...more } });
  const archive = (key: string) =>
    archiveFlag({ ctx: plane.ctx, input: { key, expectedRevision: '*' } });
  const refused = { code: 'protected' };

  it('deletes only an archived flag, for whoever has read it, and keeps all of it in the audit log', async () => {
    await createFlag({ ctx: plane.ctx, input: { key: 'delete.me', owner: 'ana' } });
    const place = { flag: 'delete.me', environment: 'production', scope: 'user', subject: 'ana' };
    await putOverride({
      ctx: plane.ctx,
      input: { ...place, expectedRevision: undefined, override: { variant: 'on' } },
    });
    await expect(remove('delete.me')).rejects.toMatchObject(refused);
    await archive('delete.me');
    const { version } = await plane.published('production');
    await expect(remove('delete.me', { expectedRevision: 1 })).rejects.toMatchObject({
      code: 'precondition_failed',
    });
    await remove('delete.me', { expectedRevision: 2 });
    await expect(remove('delete.me')).rejects.toMatchObject({ code: 'not_found' });
    expect((await plane.published('production')).version).toBe(version);
    const { rows } = (await plane.database.current.execute(
      sql`select before from audit_logs where action = 'flag.delete' and target = 'delete.me'`,
    )) as never as { rows: { before: unknown }[] };
    expect(rows).toMatchObject([
      {
        before: {
          key: 'delete.me',
          owner: 'ana',
          environments: [{ environment: 'development' }, { environment: 'production' }],
          overrides: [{ subject: 'ana', variant: 'on' }],
        },
      },
    ]);
    expect(await createFlag({ ctx: plane.ctx, input: { key: 'delete.me' } })).toMatchObject({
      revision: 1,
    });
  });

  it('names what refers to it, be it archived as well', async () => {
    for (const key of ['delete.needed', 'delete.needing', 'delete.nested']) {
      await createFlag({ ctx: plane.ctx, input: { key } });
    }
    const needed = { flag: 'delete.needed', variants: ['on'] };
    const setState = (flag: string, change: UpdateFlagStateInput) =>
      updateFlagState({
        ctx: plane.ctx,
        input: { flag, environment: 'development', expectedRevision: '*', change },
      });
    await setState('delete.needing', { prerequisites: [needed] });
    const split = [{ variant: 'on', weight: 100_000 }];
    const when = { not: { any: [{ all: [needed] }] } };
    await setState('delete.nested', { rules: [{ id: 'x', when, split }] });
    for (const key of ['delete.needing', 'delete.nested', 'delete.needed']) await archive(key);
    await expect(remove('delete.needed')).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining(
        'flag delete.needing in development, flag delete.nested in development',
      ),
    });
    for (const key of ['delete.needing', 'delete.nested', 'delete.needed']) await remove(key);
  });

  it('asks for the key of a critical flag once more, and spares those of every installation', async () => {
    await createFlag({ ctx: plane.ctx, input: { key: 'delete.critical', critical: true } });
    await archive('delete.critical');
    await expect(remove('delete.critical')).rejects.toMatchObject(refused);
    await expect(remove('delete.critical', { confirm: 'x' })).rejects.toMatchObject(refused);
    await remove('delete.critical', { confirm: 'delete.critical' });
    const key = 'system.lazy_loading';
    const input = { key, expectedRevision: '*' as const, change: { permanent: false } };
    await updateFlag({ ctx: plane.ctx, input });
    await archive(key);
    await expect(remove(key, { confirm: key })).rejects.toMatchObject(refused);
  });
});
