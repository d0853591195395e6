import { afterAll, beforeAll, expect, it } from 'vitest';
import { updateFlagState } from '../../src/control/flag-states/update-flag-state.ts';
import { archiveFlag } from '../../src/control/flags/archive-flag.ts';
import { getFlag } from '../../src/control/flags/get-flag.ts';
import { updateFlag } from '../../src/control/flags/update-flag.ts';
import { warm } from '../../src/control/warm.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.dispose());

const seedAgain = () => warm({ ctx: plane.ctx, input: undefined });
const flag = (key: string) => getFlag({ ctx: plane.ctx, input: { key } });

it('publishes both environments with the critical flags on', async () => {
  for (const environment of ['production', 'development']) {
    const { flags } = await plane.published(environment);
    expect(flags).toHaveLength(7);
    for (const { on, rollout } of flags) {
      expect({ on, rollout: rollout.millipercent }).toEqual({ on: true, rollout: 100_000 });
    }
  }
});

it('changes nothing when everything is there, versions included', async () => {
  const before = await plane.published('production');
  expect(await seedAgain()).toEqual([
    { environment: 'development', version: expect.any(Number), problems: [] },
    { environment: 'production', version: before.version, problems: [] },
  ]);
  expect(await plane.published('production')).toEqual(before);
});

it('never changes what a person changed', async () => {
  const [analytics, loading] = ['admin.analytics', 'system.lazy_loading'];
  await updateFlag({
    ctx: plane.ctx,
    input: { key: analytics, expectedRevision: '*', change: { name: 'Renamed', critical: false } },
  });
  await updateFlagState({
    ctx: plane.ctx,
    input: {
      flag: analytics,
      environment: 'production',
      expectedRevision: '*',
      change: { is_enabled: false, rollout_percentage: 5 },
    },
  });
  await updateFlag({
    ctx: plane.ctx,
    input: { key: loading, expectedRevision: '*', change: { permanent: false } },
  });
  await archiveFlag({ ctx: plane.ctx, input: { key: loading, expectedRevision: '*' } });
  const before = [await flag(analytics), await flag(loading)];
  await seedAgain();
  expect([await flag(analytics), await flag(loading)]).toEqual(before);
});
