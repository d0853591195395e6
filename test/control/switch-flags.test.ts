import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UpdateFlagStateInput } from '../../src/contract/flags/flag-state.ts';
import { resumeFlag } from '../../src/control/flag-states/resume-flag.ts';
import { resumeFlags } from '../../src/control/flag-states/resume-flags.ts';
import { stopFlag } from '../../src/control/flag-states/stop-flag.ts';
import { stopFlags } from '../../src/control/flag-states/stop-flags.ts';
import { switchFlags } from '../../src/control/flag-states/switch-flags.ts';
import { updateFlagState } from '../../src/control/flag-states/update-flag-state.ts';
import { archiveFlag } from '../../src/control/flags/archive-flag.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { putOverride } from '../../src/control/overrides/put-override.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
const environment = 'production';

beforeAll(async () => {
  plane = await startControlPlane();
  const input = (key: string, tags: string[] = []) => ({ ctx: plane.ctx, input: { key, tags } });
  await createFlag(input('cart'));
  await createFlag(input('cart.express', ['risky']));
  await createFlag(input('cart.gifts'));
  await createFlag(input('carts.other', ['risky']));
  await createFlag(input('cart.gone', ['risky']));
  await archiveFlag({ ctx: plane.ctx, input: { key: 'cart.gone', expectedRevision: 1 } });
});
afterAll(() => plane.dispose());

const reason = 'orders fail';
const switchAll = (wanted: object) =>
  switchFlags({
    ctx: plane.contextFor('editor'),
    input: { environment, switch: wanted as { is_enabled: boolean } },
  });
const stopAll = (wanted: object) =>
  stopFlags({ ctx: plane.ctx, input: { environment, stop: { reason, ...wanted } } });
const resumeAll = (wanted: object) =>
  resumeFlags({ ctx: plane.ctx, input: { environment, resume: { reason, ...wanted } } });
const keysOf = ({ changed }: { changed: { key: string }[] }) => changed.map(({ key }) => key);

const published = async (what: 'on' | 'killed') =>
  (await plane.published(environment)).flags
    .filter((flag) => flag[what] && flag.key.startsWith('cart'))
    .map(({ key }) => key);

async function audited(action: string) {
  const { rows } = (await plane.database.current.execute(
    sql`select target, after ->> 'reason' as reason from audit_logs where action = ${action} order by seq`,
  )) as never as { rows: { target: string; reason: string | null }[] };
  return rows;
}

describe('switchFlags', () => {
  it('switches a module at once: one version, an entry for each flag, and says which', async () => {
    const { version } = await plane.published(environment);
    const plan = await switchAll({ module: 'cart', is_enabled: true, dry_run: true });
    expect(keysOf(plan)).toEqual(['cart', 'cart.express', 'cart.gifts']);
    expect(await published('on')).toEqual([]);
    const done = await switchAll({
      module: 'cart',
      is_enabled: true,
      plan_hash: plan.plan_hash,
    });
    expect(done).toEqual({ ...plan, dry_run: false });
    expect(await published('on')).toEqual(['cart', 'cart.express', 'cart.gifts']);
    expect((await plane.published(environment)).version).toBe(version + 1);
    expect((await audited('flag_state.switch')).map(({ target }) => target)).toEqual(keysOf(plan));
  });

  it('leaves alone what is as it should be, and publishes nothing for it', async () => {
    const { version } = await plane.published(environment);
    const again = await switchAll({ module: 'cart', is_enabled: true, plan_hash: '*' });
    expect(again.changed).toEqual([]);
    expect((await plane.published(environment)).version).toBe(version);
  });

  it('means the flags that meet all that is given', async () => {
    const both = { module: 'cart', tag: 'risky', is_enabled: false, plan_hash: '*' };
    expect(keysOf(await switchAll(both))).toEqual(['cart.express']);
  });

  it('refuses what was changed since, is unseen, or is meant of nothing (security 36)', async () => {
    const off = { module: 'cart', is_enabled: false };
    const { plan_hash } = await switchAll({ ...off, dry_run: true });
    await switchAll({ keys: ['cart.gifts'], is_enabled: false, plan_hash: '*' });
    await expect(switchAll({ ...off, plan_hash })).rejects.toMatchObject({ code: 'plan_changed' });
    await expect(switchAll(off)).rejects.toMatchObject({ code: 'plan_required' });
    for (const wanted of [
      { is_enabled: false, plan_hash: '*' },
      { ...off, plan_hash: '*', revision: 3 },
      { ...off, is_enabled: 'no', plan_hash: '*' },
    ]) {
      await expect(switchAll(wanted)).rejects.toMatchObject({ code: 'invalid_input' });
    }
    expect(await published('on')).toEqual(['cart']);
  });

  it('knows no flag that is archived, and no environment that there is not (security 35)', async () => {
    const gone = switchAll({ keys: ['cart.gone'], is_enabled: true, plan_hash: '*' });
    await expect(gone).rejects.toMatchObject({
      message: 'keys[0]: there is no active flag "cart.gone"',
    });
    const elsewhere = stopFlags({
      ctx: plane.ctx,
      input: { environment: 'nowhere', stop: { tag: 'risky', reason } },
    });
    await expect(elsewhere).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the emergency stop', () => {
  it('of many flags asks for nothing but a reason, and is once', async () => {
    expect(keysOf(await stopAll({ tag: 'risky' }))).toEqual(['cart.express', 'carts.other']);
    expect(await published('killed')).toEqual(['cart.express', 'carts.other']);
    expect(await stopAll({ tag: 'risky' })).toMatchObject({ changed: [] });
    expect(await audited('flag_state.stop')).toEqual([
      { target: 'cart.express', reason },
      { target: 'carts.other', reason },
    ]);
    await expect(stopAll({ tag: 'risky', reason: ' ' })).rejects.toHaveProperty(
      'problems[0].path',
      'reason',
    );
  });

  it('is ended by whoever has seen what is stopped', async () => {
    await expect(resumeAll({ tag: 'risky' })).rejects.toMatchObject({ code: 'plan_required' });
    const { plan_hash } = await resumeAll({ tag: 'risky', dry_run: true });
    expect(keysOf(await resumeAll({ tag: 'risky', plan_hash }))).toHaveLength(2);
    expect(await published('killed')).toEqual([]);
  });

  it('of one flag is ended by whoever has read it', async () => {
    const target = { flag: 'cart', environment };
    const stop = () => stopFlag({ ctx: plane.ctx, input: { ...target, stop: { reason } } });
    const resume = (expectedRevision?: number) =>
      resumeFlag({ ctx: plane.ctx, input: { ...target, expectedRevision, resume: { reason } } });
    const { revision } = await stop();
    expect(await stop()).toMatchObject({ revision, is_killed: true, is_enabled: true });
    expect(await published('killed')).toEqual(['cart']);
    await expect(resume()).rejects.toMatchObject({ code: 'precondition_required' });
    await expect(resume(1)).rejects.toMatchObject({ code: 'precondition_failed' });
    expect(await resume(revision)).toMatchObject({ is_killed: false, revision: revision + 1 });
    const nowhere = stopFlag({ ctx: plane.ctx, input: { ...target, flag: 'x', stop: { reason } } });
    await expect(nowhere).rejects.toMatchObject({ code: 'not_found' });
  });
});

it('loses nothing of what fifty writers do at once, each to its own part (security 37)', async () => {
  const flags = ['cart', 'cart.express', 'cart.gifts', 'carts.other'];
  const { version } = await plane.published(environment);
  const ctx = { ...plane.ctx, publish: async () => [] };
  const people = Array.from({ length: 46 }, (_, index) => `person-${index}`);
  const expectedRevision = '*' as const;
  const override = (subject: string, index: number) => {
    const place = { flag: flags[index % 4] ?? '', environment, scope: 'user', subject };
    return putOverride({ ctx, input: { ...place, expectedRevision, override: { variant: 'on' } } });
  };
  const change = (flag: string, wanted: UpdateFlagStateInput) =>
    updateFlagState({ ctx, input: { flag, environment, expectedRevision, change: wanted } });
  await Promise.all([
    ...people.map(override),
    change('cart', { rollout_percentage: 1.125 }),
    change('cart', { salt: 'other' }),
    stopFlags({ ctx, input: { environment, stop: { keys: flags, reason } } }),
    switchFlags({
      ctx,
      input: { environment, switch: { keys: flags, is_enabled: true, plan_hash: '*' } },
    }),
  ]);
  await resumeAll({ keys: ['cart'], plan_hash: '*' });
  const after = await plane.published(environment);
  const written = after.flags.filter(({ key }) => flags.includes(key));
  expect(after.version).toBe(version + 51);
  expect(written[0]).toMatchObject({ salt: 'other', rollout: { millipercent: 1_125 } });
  expect(written.map(({ on, killed }) => [on, killed])).toEqual([
    [true, false],
    [true, true],
    [true, true],
    [true, true],
  ]);
  const subjects = written.flatMap(({ overrides }) => overrides.map(({ subject }) => subject));
  expect(subjects.sort()).toEqual(people.sort());
});
