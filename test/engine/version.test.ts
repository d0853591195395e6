import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { orderOf, orderOfPlain, parseVersion } from '../../src/engine/values/version.ts';

const number = fc.oneof(fc.nat(20), fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER));
const identifier = fc.oneof(
  fc.nat(20).map(String),
  fc.constantFrom('alpha', 'rc', 'rc-1', 'a1', '-', 'Z'),
);
const versions = fc
  .record({
    numbers: fc.tuple(number, number, number),
    prerelease: fc.array(identifier, { maxLength: 3 }),
    build: fc.array(identifier, { maxLength: 2 }),
  })
  .map(({ numbers, prerelease, build }) => {
    const suffix = prerelease.length > 0 ? `-${prerelease.join('.')}` : '';
    return `${numbers.join('.')}${suffix}${build.length > 0 ? `+${build.join('.')}` : ''}`;
  });

function order(left: string, right: string): number | undefined {
  const [parsed, reference] = [parseVersion(left), parseVersion(right)];
  const difference = parsed && reference && orderOf(parsed, reference);
  return difference === undefined ? undefined : Math.sign(difference);
}

describe('the order of versions', () => {
  it('is that of the standard', () => {
    fc.assert(
      fc.property(versions, versions, (left, right) => {
        expect(order(left, right)).toBe(semver.compare(left, right));
      }),
      { numRuns: 5_000 },
    );
  });

  it('is that of plain numbers, where it is known without parsing them', () => {
    const nearly = fc.string({ unit: fc.constantFrom(...'0123.v-+ax '), maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(nearly, versions), versions, (text, right) => {
        const reference = parseVersion(right);
        const plain = reference && orderOfPlain(text, reference);
        const isPlain = /^\d{1,15}\.\d{1,15}\.\d{1,15}$/.test(text);
        expect(plain && Math.sign(plain)).toBe(isPlain ? order(text, right) : undefined);
      }),
      { numRuns: 5_000 },
    );
  });
});
