import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishHash, startHash } from '../../src/engine/bucketing/murmur3.ts';
import vectors from '../vectors/murmur3.json' with { type: 'json' };

const hash = (text: string) => finishHash(startHash(''), text);

describe('murmur3', () => {
  it.each(vectors.cases)('hashes $text to $hash', ({ text, hash: expected }) => {
    expect(hash(text)).toBe(expected);
  });

  it('takes in a prefix as if it stood before the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        (prefix, text) => {
          expect(finishHash(startHash(`${prefix}:`), text)).toBe(hash(`${prefix}:${text}`));
        },
      ),
    );
  });
});
