import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ListOverridesInput } from '../../src/contract/flags/override-bulk.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { deleteOverride } from '../../src/control/overrides/delete-override.ts';
import { listOverrides } from '../../src/control/overrides/list-overrides.ts';
import { putOverride } from '../../src/control/overrides/put-override.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
const state = { flag: 'reports.export', environment: 'production' };
const zebra = { ...state, scope: 'organisation' as const, subject: 'zebra' };

beforeAll(async () => {
  plane = await startControlPlane();
  await createFlag({ ctx: plane.ctx, input: { key: state.flag } });
});
afterAll(() => plane.dispose());

const listPage = (page: ListOverridesInput) =>
  listOverrides({ ctx: plane.contextFor('viewer'), input: { ...state, page } });
const list = async () => (await listPage({})).overrides;

const published = async () =>
  (await plane.published('production')).flags.find(({ key }) => key === state.flag)?.overrides;

it('serves one organisation a variant of its own', async () => {
  const input = { ...zebra, expectedRevision: undefined, override: { variant: 'on' } };
  const override = await putOverride({ ctx: plane.ctx, input });
  expect(override).toMatchObject({ scope: 'organisation', subject: 'zebra', revision: 1 });
  expect(await published()).toEqual([{ scope: 'organisation', subject: 'zebra', variant: 'on' }]);
  expect(await list()).toEqual([override]);
});

it('replaces an override only for whoever has read it', async () => {
  const expires_at = '2030-01-01T00:00:00.000Z';
  const override = { variant: 'off', reason: 'contract ended', expires_at };
  const put = (expectedRevision: number | undefined) =>
    putOverride({ ctx: plane.ctx, input: { ...zebra, expectedRevision, override } });
  await expect(put(undefined)).rejects.toMatchObject({ code: 'precondition_required' });
  expect(await put(1)).toMatchObject({ ...override, revision: 2 });
  await expect(put(1)).rejects.toMatchObject({ code: 'precondition_failed' });
  expect(await published()).toEqual([
    {
      scope: 'organisation',
      subject: 'zebra',
      variant: 'off',
      expiresAt: Date.parse(expires_at),
    },
  ]);
});

it('takes subjects as another system spells them', async () => {
  const subject = 'Ünï/cødé <a@b.example> __proto__';
  const input = {
    ...state,
    scope: 'user' as const,
    subject,
    expectedRevision: undefined,
    override: { variant: 'on' },
  };
  await putOverride({ ctx: plane.ctx, input });
  expect((await list()).map((override) => override.subject)).toContain(subject);
});

it('is found by a part of its subject, which no pattern is', async () => {
  const found = async (search: string) =>
    (await listPage({ search })).overrides.map((override) => override.subject);
  expect(await found('EBR')).toEqual(['zebra']);
  expect(await found('__proto__')).toEqual(['Ünï/cødé <a@b.example> __proto__']);
  expect(await found('z_bra')).toEqual([]);
  expect(await found('%')).toEqual([]);
});

it('is listed a page at a time', async () => {
  const all = await list();
  const first = await listPage({ limit: 1 });
  expect(first.overrides).toEqual(all.slice(0, 1));
  const next = await listPage({ cursor: `${first.next_cursor}` });
  expect(next).toEqual({ overrides: all.slice(1), next_cursor: null });
  await expect(listPage({ cursor: 'x' })).rejects.toMatchObject({ code: 'invalid_input' });
});

it.each([
  [{ ...zebra, subject: 'new', override: { variant: 'purple' } }, 'invalid_input'],
  [{ ...zebra, subject: '', override: { variant: 'on' } }, 'invalid_input'],
  [{ ...zebra, scope: 'team' as 'user', override: { variant: 'on' } }, 'invalid_input'],
  [{ ...zebra, override: { variant: 'on', expires_at: 'tomorrow' } }, 'invalid_input'],
  [{ ...zebra, override: { variant: 'on', expires_at: '2020-01-01T00:00:00Z' } }, 'invalid_input'],
  [
    { ...zebra, override: { variant: 'on', expires_at: '9999-12-31T23:59:59-23:59' } },
    'invalid_input',
  ],
  [{ ...zebra, environment: 'staging', override: { variant: 'on' } }, 'not_found'],
  [{ ...zebra, flag: 'no.such', override: { variant: 'on' } }, 'not_found'],
])('refuses %j', async (wanted, code) => {
  const before = await list();
  const input = { ...wanted, expectedRevision: '*' as const };
  await expect(putOverride({ ctx: plane.ctx, input })).rejects.toMatchObject({ code });
  expect(await list()).toEqual(before);
});

it('lets the subject be served like everybody once it is deleted', async () => {
  const remove = (expectedRevision: number | undefined) =>
    deleteOverride({ ctx: plane.ctx, input: { ...zebra, expectedRevision } });
  await expect(remove(undefined)).rejects.toMatchObject({ code: 'precondition_required' });
  await expect(remove(1)).rejects.toMatchObject({ code: 'precondition_failed' });
  await remove(2);
  expect(await published()).not.toContainEqual(expect.objectContaining({ subject: 'zebra' }));
  await expect(remove(2)).rejects.toMatchObject({ code: 'not_found' });
  const input = { ...zebra, expectedRevision: 2, override: { variant: 'on' } };
  await expect(putOverride({ ctx: plane.ctx, input })).rejects.toMatchObject({
    code: 'precondition_failed',
  });
});

it('is refused beyond what an isolate can keep, which no other change is held up by', async () => {
  const full = { flag: 'full', environment: 'development', scope: 'user' as const };
  await createFlag({ ctx: plane.ctx, input: { key: full.flag } });
  const fill = (first: number, last: number) =>
    plane.database.transaction((tx) =>
      tx.execute(
        sql`insert into feature_flag_overrides (id, environment_key, flag_key, scope, subject, variant)
          select gen_random_uuid(), ${full.environment}, ${full.flag}, ${full.scope}, 'u' || n, 'on'
          from generate_series(${first}::int, ${last}::int) n`,
      ),
    );
  await fill(1, 50_000);
  const put = (subject: string, expectedRevision: '*' | undefined) =>
    putOverride({
      ctx: plane.ctx,
      input: { ...full, subject, expectedRevision, override: { variant: 'off' } },
    });
  await expect(put('one-more', undefined)).rejects.toMatchObject({ code: 'invalid_input' });
  await put('u1', '*');
  await fill(50_001, 50_002);
  await deleteOverride({
    ctx: plane.ctx,
    input: { ...full, subject: 'u2', expectedRevision: '*' },
  });
  await createFlag({ ctx: plane.ctx, input: { key: 'in.a.full.environment' } });
});
