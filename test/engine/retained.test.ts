import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { evaluate } from '../../src/engine/evaluate.ts';
import { prepare } from '../../src/engine/prepare.ts';
import { EVERYBODY, sampleFlag, sampleSnapshot } from './sample.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const HALVES = {
  millipercent: 50_000,
  split: [
    { variant: 'on', weight: 50_000 },
    { variant: 'off', weight: 50_000 },
  ],
};

function flagOfEverything() {
  const when = {
    all: [
      { not: { attribute: 'company.plan', operator: 'in', value: ['free'] } },
      { attribute: 'version', operator: 'semver_greater', value: '1.2.3' },
      { flag: 'other', variants: ['on'] },
      { segment: 'beta' },
      { millipercent: 50_000, salt: 'x' },
    ],
  };
  return sampleFlag({
    overrides: [{ scope: 'user', subject: 'ann', variant: 'on' }],
    prerequisites: [{ flag: 'other', variants: ['on'] }],
    rules: [
      { id: 'split', when, rollout: HALVES, from: 0 },
      { id: 'gate', when, rollout: { ...EVERYBODY, millipercent: 1 } },
      { id: 'all', when, rollout: EVERYBODY },
    ],
    rollout: HALVES,
  });
}

/** In a function of its own, so that nothing but what it returns refers to the definitions. */
function prepareAndForget() {
  const flag = flagOfEverything();
  const segment = { key: 'beta', when: { attribute: 'beta', operator: 'exists' } };
  const snapshot = sampleSnapshot([flag, sampleFlag({ key: 'other' })]);
  const parts = [flag, ...flag.overrides, ...flag.rules, ...flag.rules.map(({ when }) => when)];
  const references = [...parts, segment, segment.when].map((part) => new WeakRef<object>(part));
  return { prepared: prepare({ ...snapshot, segments: [segment] }), references };
}

it('holds on to no definition that it was prepared from', async () => {
  const { prepared, references } = prepareAndForget();
  expect(prepared.flags.get('sample')?.problem).toBeUndefined();
  // What a weak reference refers to stays for the rest of the turn, and what the compiler is just
  // at work on until it is done; a definition that is held stays for ever.
  const held = () => {
    collectGarbage();
    return references.filter((reference) => reference.deref() !== undefined);
  };
  await expect.poll(held).toEqual([]);
  expect(evaluate(prepared, 'sample', { user_id: 'ann' }, 0).ruleId).toBe('override:user');
});
