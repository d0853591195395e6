import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/engine/evaluate.ts';
import { prepare } from '../../src/engine/prepare.ts';
import type { Flag } from '../../src/engine/snapshot.ts';
import { sampleFlag, sampleSnapshot, share } from './sample.ts';

const UNITS = 100_000;
const millipercent = fc.integer({ min: 0, max: 100_000 });
const unit = fc.string({ minLength: 1 });

/** How many of `UNITS` users get each variant. */
function count(flag: Flag): Map<string | undefined, number> {
  const snapshot = prepare(sampleSnapshot([flag]));
  const counts = new Map<string | undefined, number>();
  for (let user = 0; user < UNITS; user += 1) {
    const { variant } = evaluate(snapshot, flag.key, { user_id: `user-${user}` }, 0);
    counts.set(variant, (counts.get(variant) ?? 0) + 1);
  }
  return counts;
}

/**
 * Five standard deviations of a fair draw: √(n p (1 − p)) is at most 158 of 100,000, so an even
 * bucketing fails this once in some two million salts.
 */
function expectShare(units: number | undefined, probability: number): void {
  const deviation = Math.sqrt(UNITS * probability * (1 - probability));
  expect(Math.abs((units ?? 0) - UNITS * probability)).toBeLessThanOrEqual(5 * deviation);
}

function variantFor(flag: Flag, user: string): string | undefined {
  return evaluate(prepare(sampleSnapshot([flag])), flag.key, { user_id: user }, 0).variant;
}

describe('a rollout', () => {
  it('is sticky: whatever else the context says, a unit keeps its variant', () => {
    fc.assert(
      fc.property(
        unit,
        millipercent,
        fc.dictionary(fc.string(), fc.jsonValue()),
        (user, to, rest) => {
          const snapshot = prepare(sampleSnapshot([sampleFlag({ rollout: share(to) })]));
          expect(evaluate(snapshot, 'sample', { ...rest, user_id: user }, 1)).toBe(
            evaluate(snapshot, 'sample', { user_id: user }, 2),
          );
        },
      ),
    );
  });

  it('is monotonic: raising it removes nobody', () => {
    fc.assert(
      fc.property(unit, millipercent, millipercent, (user, a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const before = variantFor(sampleFlag({ rollout: share(low) }), user);
        const after = variantFor(sampleFlag({ rollout: share(high) }), user);
        expect(before === 'on' && after === 'off').toBe(false);
      }),
    );
  });

  it.each([1, 100, 1_000, 10_000, 33_333, 50_000, 99_000])('is even at %i of 100,000', (to) => {
    const counts = count(sampleFlag({ rollout: share(to) }));
    expectShare(counts.get('on'), to / 100_000);
  });

  it('is even in its split, inside a rollout too', () => {
    const split = [
      { variant: 'a', weight: 20_000 },
      { variant: 'b', weight: 30_000 },
      { variant: 'c', weight: 50_000 },
    ];
    const variants = ['a', 'b', 'c', 'off'].map((name) => ({ name, value: name }));
    const rollout = { millipercent: 10_000, split };
    const counts = count(sampleFlag({ kind: 'string', variants, rollout }));
    expectShare(counts.get('off'), 0.9);
    for (const { variant, weight } of split) expectShare(counts.get(variant), weight / 1_000_000);
  });

  it('keeps a variant when it grows', () => {
    const split = [
      { variant: 'on', weight: 50_000 },
      { variant: 'off', weight: 50_000 },
    ];
    fc.assert(
      fc.property(unit, millipercent, (user, to) => {
        const part = variantFor(sampleFlag({ rollout: { millipercent: to, split } }), user);
        const all = variantFor(sampleFlag({ rollout: { millipercent: 100_000, split } }), user);
        expect(part === 'on' && all === 'off').toBe(false);
      }),
    );
  });

  it('is drawn anew by another salt', () => {
    const half = sampleFlag({ rollout: share(50_000) });
    const users = Array.from({ length: 10_000 }, (_, index) => `user-${index}`);
    const moved = users.filter(
      (user) => variantFor(half, user) !== variantFor({ ...half, salt: 'another' }, user),
    );
    expect(Math.abs(moved.length - 5_000)).toBeLessThan(250);
  });
});
