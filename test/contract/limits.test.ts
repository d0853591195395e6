import { expect, it } from 'vitest';
import { adminLimits, contextLimits, findExcess } from '../../src/contract/fields/limits.ts';

const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

it.each([
  ['sixteen levels', nested(16)],
  ['512 properties', Object.fromEntries(Array.from({ length: 512 }, (_, key) => [key, key]))],
  ['a list of 256', Array.from({ length: 256 }, () => null)],
  ['a text of 4096', 'x'.repeat(4096)],
])('lets %s through', (_, document) => {
  expect(findExcess(document, contextLimits)).toBeUndefined();
});

it.each([
  ['seventeen levels', nested(17), 'nested'],
  ['a hundred thousand levels', nested(100_000), 'nested'],
  [
    '513 properties',
    { a: Object.fromEntries(Array.from({ length: 512 }, (_, k) => [k, k])) },
    'properties',
  ],
  ['a list of 257', [Array.from({ length: 257 }, () => null)], 'list'],
  ['an infinite number', JSON.parse('{"a":[-1e400]}'), 'number'],
  ['a name of 4097', { ['x'.repeat(4097)]: 1 }, 'text'],
  ['a text of 4097', { a: ['x'.repeat(4097)] }, 'text'],
])('refuses %s', (_, document, word) => {
  expect(findExcess(document, contextLimits)).toContain(word);
});

it.each(['\0', '\ud800', 'a\udfff'])('refuses %j only where it has to be stored', (text) => {
  for (const document of [{ name: text }, { [text]: 1 }]) {
    expect(findExcess(document, contextLimits)).toBeUndefined();
    expect(findExcess(document, adminLimits)).toContain('cannot be stored');
  }
});
