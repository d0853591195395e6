import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldCase } from '../../src/engine/values/text.ts';

const characters = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'ΣσςΟΔİIiıßẞKÅǅǆ .') }),
);

it('folds each character by itself, so that parts are folded as in the whole', () => {
  fc.assert(
    fc.property(characters, characters, (left, right) => {
      expect(foldCase(left) + foldCase(right)).toBe(foldCase(left + right));
    }),
    { numRuns: 5_000 },
  );
});
