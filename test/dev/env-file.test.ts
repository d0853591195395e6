import { expect, it } from 'vitest';
import { toEnvFile } from '../../dev/stack/env-file.ts';

it('quotes so that nothing in a value is interpreted', () => {
  expect(toEnvFile({ A: 'plain', B: 'a #b "c"', C: "it's", D: '$HOME' })).toBe(
    "A='plain'\nB='a #b \"c\"'\nC=\"it's\"\nD='\\$HOME'\n",
  );
});

it.each(['two\nlines', 'back\\slash', `'"\``])('refuses %j, which it cannot say', (value) => {
  expect(() => toEnvFile({ SECRET: value })).toThrow('SECRET');
});
