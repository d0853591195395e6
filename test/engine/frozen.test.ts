import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/engine/evaluate.ts';
import { prepare } from '../../src/engine/prepare.ts';
import { sampleFlag, sampleSnapshot } from './sample.ts';

const flagOf = (value: unknown, problem?: string) =>
  sampleFlag({
    kind: 'json',
    variants: [
      { name: 'on', value: value as never },
      { name: 'off', value: value as never },
    ],
    ...(problem === undefined ? {} : { problem }),
  });

describe('the value of an answer', () => {
  it.each([
    ['a flag', undefined],
    ['a broken flag', 'rules: expected a list'],
  ])('cannot be changed by whoever got it from %s', (_, problem) => {
    const flag = flagOf({ limits: { seats: 1 }, tags: [{ name: 'a' }] }, problem);
    const snapshot = prepare(sampleSnapshot([flag]));
    const value = evaluate(snapshot, 'sample', {}, 0).value as never as typeof expected;
    const expected = { limits: { seats: 1 }, tags: [{ name: 'a' }] };
    expect(() => Object.assign(value, { limits: null })).toThrow(TypeError);
    expect(() => Object.assign(value.limits, { seats: 99 })).toThrow(TypeError);
    expect(() => value.tags.push({ name: 'b' })).toThrow(TypeError);
    expect(() => Object.assign(value.tags[0] ?? {}, { name: 'b' })).toThrow(TypeError);
    expect(evaluate(snapshot, 'sample', {}, 0).value).toEqual(expected);
  });

  it('may be deeper than the stack', () => {
    const levels = 200_000;
    const deep: { below?: object } = {};
    let bottom = deep;
    for (let level = 0; level < levels; level += 1) {
      const below = {};
      bottom.below = below;
      bottom = below;
    }
    expect(prepare(sampleSnapshot([flagOf(deep)])).flags.get('sample')?.problem).toBeUndefined();
    expect(Object.isFrozen(bottom)).toBe(true);
  });
});
