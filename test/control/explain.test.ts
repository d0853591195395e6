import { afterAll, beforeAll, expect, it } from 'vitest';
import { getSnapshot } from '../../src/control/environments/get-snapshot.ts';
import { explainFlag } from '../../src/control/flag-states/explain-flag.ts';
import { updateFlagState } from '../../src/control/flag-states/update-flag-state.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { prepare } from '../../src/engine/prepare.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
const target = { flag: 'why', environment: 'production' };

beforeAll(async () => {
  plane = await startControlPlane();
  await createFlag({ ctx: plane.ctx, input: { key: target.flag } });
  const rules = [
    {
      id: 'swedes',
      when: { attribute: 'country', operator: 'equals', value: 'SE' },
      split: [{ variant: 'on', weight: 100_000 }],
      until: '2030-01-01T00:00:00Z',
    },
  ];
  const change = { is_enabled: true, rollout_percentage: 0, rules };
  await updateFlagState({ ctx: plane.ctx, input: { ...target, expectedRevision: '*', change } });
});
afterAll(() => plane.dispose());

const why = (question: object, place = target) =>
  explainFlag({ ctx: plane.contextFor('viewer'), input: { ...place, question } });

it('tells what a context is served, and each step on the way', async () => {
  const { evaluation, problem, steps } = await why({ context: { country: 'SE' } });
  expect(evaluation).toMatchObject({ value: true, reason: 'TARGETING_MATCH', rule_id: 'swedes' });
  expect(problem).toBeNull();
  expect(steps).toContainEqual(
    expect.objectContaining({ path: 'rules[0].when', kind: 'condition', answer: true }),
  );
  expect(steps.findLast(({ depth }) => depth === 0)?.answer).toEqual(evaluation);
});

it('shows that an attribute is missing', async () => {
  const { evaluation, steps } = await why({});
  expect(evaluation).toMatchObject({ value: false, reason: 'DEFAULT' });
  expect(steps.find(({ path }) => path === 'rules[0].when')?.answer).toBeNull();
});

it('answers for another instant', async () => {
  const { evaluation } = await why({ context: { country: 'SE' }, at: '2030-01-01T00:00:00Z' });
  expect(evaluation).toMatchObject({ value: false });
});

it('takes every context that the edge takes', async () => {
  for (const text of ['{"__proto__":{"a":1}}', '{"a":"\\u0000"}', '{"a":"\\ud800"}']) {
    const { evaluation } = await why({ context: JSON.parse(text) });
    expect(evaluation).toMatchObject({ reason: 'DEFAULT' });
  }
  await expect(why({ context: { a: Array(257).fill(1) } })).rejects.toMatchObject({
    message: 'context: a list has more than 256 entries',
  });
  await expect(why({ context: [] })).rejects.toMatchObject({ code: 'invalid_input' });
});

it('says what there is not', async () => {
  await expect(why({}, { ...target, flag: 'nope' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(why({}, { ...target, environment: 'x' })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(why({ contxt: {} })).rejects.toMatchObject({ code: 'invalid_input' });
});

it('is what the engine makes of the snapshot, in which there is no key', async () => {
  const ctx = plane.contextFor('viewer');
  const snapshot = await getSnapshot({ ctx, input: { environment: target.environment } });
  expect(Object.keys(snapshot).sort()).toEqual([
    ...['environment', 'flags', 'pinned_to', 'segments', 'version'],
  ]);
  const context = { country: 'SE' };
  const { value, variant } = evaluate(prepare(snapshot), target.flag, context, Date.now());
  expect((await why({ context })).evaluation).toMatchObject({ value, variant });
  await expect(getSnapshot({ ctx, input: { environment: 'none' } })).rejects.toMatchObject({
    code: 'not_found',
  });
});
