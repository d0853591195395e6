import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuthoredCondition } from '../../src/contract/flags/condition.ts';
import type { UpdateFlagStateInput } from '../../src/contract/flags/flag-state.ts';
import { getFlagState } from '../../src/control/flag-states/get-flag-state.ts';
import { updateFlagState } from '../../src/control/flag-states/update-flag-state.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { putSegment } from '../../src/control/segments/put-segment.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
const target = { flag: 'billing.invoices', environment: 'production' };

beforeAll(async () => {
  plane = await startControlPlane();
  await createFlag({ ctx: plane.ctx, input: { key: target.flag } });
  await putSegment({
    ctx: plane.ctx,
    input: {
      key: 'internal',
      expectedRevision: undefined,
      segment: { when: { attribute: 'email', operator: 'ends_with', value: '@burgee.example' } },
    },
  });
});
afterAll(() => plane.dispose());

const read = () => getFlagState({ ctx: plane.contextFor('viewer'), input: target });

async function change(wanted: UpdateFlagStateInput, environment = target.environment) {
  const input = { ...target, environment, expectedRevision: '*' as const, change: wanted };
  return updateFlagState({ ctx: plane.contextFor('editor'), input });
}

const publishedFlag = async (environment: string) =>
  (await plane.published(environment)).flags.find((flag) => flag.key === target.flag);

it('switches a flag in one environment and leaves the others alone', async () => {
  const development = await plane.published('development');
  expect(await change({ is_enabled: true, rollout_percentage: 33.333 })).toMatchObject({
    is_enabled: true,
    rollout_percentage: 33.333,
  });
  expect(await publishedFlag('production')).toMatchObject({
    on: true,
    rollout: { millipercent: 33_333 },
  });
  expect(await plane.published('development')).toEqual(development);
});

it('stops a flag in an emergency', async () => {
  await change({ is_killed: true });
  expect(await publishedFlag('production')).toMatchObject({ killed: true, on: true });
  await change({ is_killed: false });
});

it('keeps rules as they were written, and publishes them as the engine reads them', async () => {
  const rule = {
    id: 'beta-plans',
    description: 'Companies that asked for it',
    when: {
      all: [
        { attribute: 'company.plan', operator: 'in', value: ['pro', 'max'], ignore_case: true },
        { not: { segment: 'internal' } },
        { any: [{ percentage: 12.5, salt: 'beta', bucket_by: 'organisation_id' }] },
        { flag: 'admin.analytics', variants: ['on'] },
      ],
    },
    rollout_percentage: 50,
    split: [{ variant: 'on', weight: 100_000 }],
    bucket_by: 'organisation_id',
    from: '2026-01-01T00:00:00Z',
    until: '2027-01-01T00:00:00+01:00',
  };
  const state = await change({
    rules: [rule],
    prerequisites: [{ flag: 'admin.analytics', variants: ['on'] }],
    salt: 'shuffled',
    bucket_by: 'organisation_id',
  });
  expect(state.rules).toEqual([rule]);
  expect((await read()).rules).toEqual([rule]);
  expect(await publishedFlag('production')).toMatchObject({
    salt: 'shuffled',
    bucketBy: 'organisation_id',
    prerequisites: [{ flag: 'admin.analytics', variants: ['on'] }],
    rules: [
      {
        id: 'beta-plans',
        when: {
          all: [
            { attribute: 'company.plan', operator: 'in', value: ['pro', 'max'], ignoreCase: true },
            { not: { segment: 'internal' } },
            { any: [{ millipercent: 12_500, salt: 'beta', bucketBy: 'organisation_id' }] },
            { flag: 'admin.analytics', variants: ['on'] },
          ],
        },
        rollout: { millipercent: 50_000, split: [{ variant: 'on', weight: 100_000 }] },
        bucketBy: 'organisation_id',
        from: Date.UTC(2026, 0, 1),
        until: Date.UTC(2026, 11, 31, 23),
      },
    ],
  });
  await change({ rules: [], prerequisites: [], salt: target.flag, bucket_by: 'user_id' });
});

const test = { attribute: 'a', operator: 'exists' };
const named = (id: string, when: AuthoredCondition = test) => ({
  id,
  when,
  split: [{ variant: 'on', weight: 100_000 }],
});

it.each<[UpdateFlagStateInput, string]>([
  [{ rollout_percentage: 100.001 }, 'rollout_percentage'],
  [{ rollout_percentage: -1 }, 'rollout_percentage'],
  [{ rollout_percentage: 0.0001 }, 'rollout_percentage'],
  [{ rollout_percentage: Number.NaN }, 'rollout_percentage'],
  [{ split: [{ variant: 'on', weight: 99_999 }] }, 'split'],
  [{ split: [{ variant: 'purple', weight: 100_000 }] }, 'split[0].variant'],
  [{ rules: [{ id: 'x', when: { not: { all: [] } }, split: [] }] }, 'rules[0].split'],
  [{ rules: [named('twin'), named('twin')] }, 'rules'],
  [
    { rules: [{ ...named('shut'), from: '2030-01-01T00:00:00Z', until: '2029-01-01T00:00:00Z' }] },
    'rules[0].until',
  ],
  [{ rules: [named('long', { any: Array(100).fill({ any: [test, test] }) })] }, 'rules[0].when'],
  [{ isEnabled: true } as UpdateFlagStateInput, ''],
  [{}, ''],
])('refuses %j and changes nothing', async (wanted, path) => {
  const before = await read();
  const refusal = change(wanted);
  await expect(refusal).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(refusal).rejects.toHaveProperty('problems[0].path', path);
  expect(await read()).toEqual(before);
});

it('says that there is no such environment', async () => {
  await expect(change({ is_enabled: true }, 'staging')).rejects.toMatchObject({
    code: 'not_found',
    message: 'There is no flag "billing.invoices" in environment "staging".',
  });
});
