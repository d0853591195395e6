import { expect, it } from 'vitest';
import { registry } from '../../src/engine/registry.ts';

it('joins tables', () => {
  expect([...registry({ a: 1, b: 2 }, { c: 3 })]).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);
});

it('refuses a name that two tables have', () => {
  expect(() => registry({ a: 1 }, { b: 2, a: 3 })).toThrow('a is registered twice');
});
