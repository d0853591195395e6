import { describe, expect, it } from 'vitest';
import {
  displayPrefix,
  generateKey,
  hashKey,
  parseKey,
} from '../../src/contract/access/key-format.ts';

const kinds = [
  { kind: 'client', environment: 'production' },
  { kind: 'server', environment: 'eu-west-1' },
  { kind: 'admin' },
] as const;

describe.each(kinds)('a key of kind $kind', (parsed) => {
  it('tells its kind and environment', () => {
    expect(parseKey(generateKey(parsed))).toEqual(parsed);
  });

  it('is refused after any change of a single character', () => {
    const key = generateKey(parsed);
    const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-';
    for (let place = 0; place < key.length; place++) {
      for (const character of alphabet) {
        if (character === key[place]) continue;
        const mutated = key.slice(0, place) + character + key.slice(place + 1);
        expect(parseKey(mutated), mutated).toBeUndefined();
      }
      expect(parseKey(key.slice(0, place) + key.slice(place + 1))).toBeUndefined();
    }
  });

  it('never comes twice, and shows little of itself', () => {
    const keys = Array.from({ length: 1_000 }, () => generateKey(parsed));
    expect(new Set(keys).size).toBe(1_000);
    const [key = ''] = keys;
    expect(key.startsWith(displayPrefix(key))).toBe(true);
    expect(key.length - displayPrefix(key).length).toBeGreaterThan(26);
  });
});

it('is hashed as SHA-256 in hex', async () => {
  expect(await hashKey('abc')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
