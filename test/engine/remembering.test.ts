import { expect, it } from 'vitest';
import { remembering } from '../../src/engine/values/remembering.ts';

it.each([['a'], [[Number.NaN, 'a']], [[undefined, null, {}].slice(0, 2)], [[]], [undefined]])(
  'reads %j once, however often it is asked',
  (value) => {
    let readings = 0;
    const read = remembering(() => {
      readings += 1;
      return readings;
    });
    expect([read(value), read(value), read(Array.isArray(value) ? [...value] : value)]).toEqual([
      1, 1, 1,
    ]);
  },
);
