import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UpdateFlagStateInput } from '../../src/contract/flags/flag-state.ts';
import type { PutSegmentInput } from '../../src/contract/flags/segment.ts';
import { updateFlagState } from '../../src/control/flag-states/update-flag-state.ts';
import { archiveFlag } from '../../src/control/flags/archive-flag.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { updateFlag } from '../../src/control/flags/update-flag.ts';
import { deleteSegment } from '../../src/control/segments/delete-segment.ts';
import { getSegment } from '../../src/control/segments/get-segment.ts';
import { listSegments } from '../../src/control/segments/list-segments.ts';
import { putSegment } from '../../src/control/segments/put-segment.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.dispose());

const put = (key: string, when: PutSegmentInput['when'], expectedRevision?: number) =>
  putSegment({ ctx: plane.ctx, input: { key, expectedRevision, segment: { when } } });

const remove = (key: string) =>
  deleteSegment({ ctx: plane.ctx, input: { key, expectedRevision: '*' } });

const setState = (flag: string, change: UpdateFlagStateInput) =>
  updateFlagState({
    ctx: plane.ctx,
    input: { flag, environment: 'production', expectedRevision: '*', change },
  });

const setRules = (flag: string, segment: string | undefined) => {
  const split = [{ variant: 'on', weight: 100_000 }];
  return setState(flag, { rules: segment ? [{ id: 'only', when: { segment }, split }] : [] });
};

const setPrerequisite = (flag: string, needed: string, variant = 'on') =>
  setState(flag, { prerequisites: [{ flag: needed, variants: [variant] }] });

const swedes = { attribute: 'country', operator: 'equals', value: 'SE' };
const broken = { code: 'invalid_input' };

it('keeps a condition under a name, and publishes it everywhere', async () => {
  const segment = await put('swedes', { any: [swedes, { not: { percentage: 1.5, salt: 's' } }] });
  expect(await getSegment({ ctx: plane.contextFor('viewer'), input: { key: 'swedes' } })).toEqual(
    segment,
  );
  expect(await listSegments({ ctx: plane.ctx, input: undefined })).toEqual([segment]);
  for (const environment of ['production', 'development']) {
    expect((await plane.published(environment)).segments).toEqual([
      { key: 'swedes', when: { any: [swedes, { not: { millipercent: 1_500, salt: 's' } }] } },
    ]);
  }
});

it('is replaced only by whoever has read it', async () => {
  await put('guarded', swedes);
  await expect(put('guarded', swedes)).rejects.toMatchObject({ code: 'precondition_required' });
  expect(await put('guarded', { not: swedes }, 1)).toMatchObject({ revision: 2 });
  await expect(put('guarded', swedes, 1)).rejects.toMatchObject({ code: 'precondition_failed' });
});

it('lets one of twenty first writers through', async () => {
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => put('raced', swedes)));
  const codes = results.map((result) =>
    result.status === 'fulfilled' ? 'written' : result.reason.code,
  );
  expect(codes.filter((code) => code === 'written')).toHaveLength(1);
  expect(codes.filter((code) => code === 'precondition_required')).toHaveLength(19);
});

it('is not brought back by whoever has read what was deleted since', async () => {
  await put('deleted', swedes);
  await remove('deleted');
  await expect(put('deleted', swedes, 1)).rejects.toMatchObject({ code: 'precondition_failed' });
});

it('cannot be taken away while a flag refers to it', async () => {
  await put('used', swedes);
  await createFlag({ ctx: plane.ctx, input: { key: 'uses' } });
  await setRules('uses', 'used');
  await expect(remove('used')).rejects.toMatchObject({
    ...broken,
    message: expect.stringContaining('flag uses in production'),
  });
  await setRules('uses', undefined);
  await remove('used');
  await expect(remove('used')).rejects.toMatchObject({ code: 'not_found' });
});

it('cannot refer to itself, however far around', async () => {
  await put('ring.a', swedes);
  await put('ring.b', { segment: 'ring.a' });
  await put('ring.c', { not: { segment: 'ring.b' } });
  await expect(put('ring.a', { any: [{ segment: 'ring.c' }] }, 1)).rejects.toMatchObject(broken);
  await expect(put('ring.self', { segment: 'ring.self' })).rejects.toMatchObject(broken);
});

it('cannot name what there is not', async () => {
  await createFlag({ ctx: plane.ctx, input: { key: 'lonely' } });
  await expect(setRules('lonely', 'no-such')).rejects.toHaveProperty(
    'problems[0].path',
    'rules[0].when.segment',
  );
  await expect(setPrerequisite('lonely', 'no.such')).rejects.toMatchObject(broken);
});

it.each([
  [{ attribute: 'age', operator: 'matches', value: '(' }, 'when.value'],
  [{ any: [{ attribute: 'age', operator: 'is_like', value: 1 }] }, 'when.any[0].operator'],
  [{ not: { segment: 'no-such' } }, 'when.not.segment'],
  [{ any: Array(3).fill({ any: Array(66).fill(swedes) }) }, 'when'],
])('is refused where it cannot be asked: %j', async (when, path) => {
  await expect(put('unasked', when)).rejects.toHaveProperty('problems[0].path', path);
});

it('lets no two flags require each other, also when both are told at once', async () => {
  await createFlag({ ctx: plane.ctx, input: { key: 'pair.a' } });
  await createFlag({ ctx: plane.ctx, input: { key: 'pair.b' } });
  const results = await Promise.allSettled([
    setPrerequisite('pair.a', 'pair.b'),
    setPrerequisite('pair.b', 'pair.a'),
  ]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

it('lets no flag require a variant that the other does not have, or lose one that is required', async () => {
  await createFlag({ ctx: plane.ctx, input: { key: 'varied' } });
  await createFlag({ ctx: plane.ctx, input: { key: 'picky' } });
  const pickVariant = (variant: string) => setPrerequisite('picky', 'varied', variant);
  await expect(pickVariant('purple')).rejects.toHaveProperty(
    'problems[0].path',
    'prerequisites[0].variants[0]',
  );
  await pickVariant('off');
  const variants = [
    { name: 'on', value: true },
    { name: 'none', value: false },
  ];
  const change = { variants, off_variant: 'none' };
  const input = { key: 'varied', expectedRevision: '*' as const, change };
  await expect(updateFlag({ ctx: plane.ctx, input })).rejects.toMatchObject({
    ...broken,
    message: expect.stringContaining('flag picky in production'),
  });
});

it('keeps a flag from being archived while another requires it', async () => {
  await createFlag({ ctx: plane.ctx, input: { key: 'required' } });
  await createFlag({ ctx: plane.ctx, input: { key: 'requiring' } });
  await setPrerequisite('requiring', 'required');
  const archive = (key: string) =>
    archiveFlag({ ctx: plane.ctx, input: { key, expectedRevision: '*' } });
  await expect(archive('required')).rejects.toMatchObject(broken);
  await archive('requiring');
  await archive('required');
});
