import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseQuery } from '../../src/http/evaluation/query.ts';

/** As the standard has it, in whatever order. */
function expected(query: string): Record<string, unknown> {
  const values = Map.groupBy(new URLSearchParams(query), ([name]) => name);
  return Object.fromEntries(
    [...values].map(([name, [first, ...more]]) => [
      name,
      more.length === 0 ? first?.[1] : [first, ...more].map((pair) => pair?.[1]),
    ]),
  );
}

const attributesOf = (query: string) =>
  Object.fromEntries(Object.entries(parseQuery(`https://a/features?${query}`).context));

it.each([
  'a',
  'a=',
  '=a',
  'a==b',
  '&&a=1&&',
  'a=1&b=2&a=3&a=4',
  'a+b=c+d',
  'a%2Bb=%2b+%20',
  'email=user-1%40example.com',
  '%E2%9C%93=%f0%9f%9a%a9',
  'bom=%EF%BB%BFx',
  'nul=%00',
  'broken=%&other=%zz&half=%e2%9c',
  'surrogate=%ED%A0%80',
  'late=1&broken=%ff&late=2',
  '__proto__=1&__proto__=2',
  'constructor=1&toString=2&hasOwnProperty=3',
  '%63onstructor=1',
  'a#b=c',
  'a;b=c?d=e',
])('reads %j as URLSearchParams does', (query) => {
  expect(attributesOf(query)).toEqual(expected(query));
});

it('reads any query as URLSearchParams does', () => {
  const piece = fc.constantFrom(
    ...'&&&===++%%%0123456789abcdefABCDEF_#;✓🚩',
    '%40',
    '%2B',
    '%C3%A9',
  );
  const query = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(query, (text) => {
      expect(attributesOf(text)).toEqual(expected(text));
    }),
    { numRuns: 2_000 },
  );
});

it('gives attributes that are all own, whatever they are called', () => {
  const { context } = parseQuery('https://a/?__proto__=x&constructor=y');
  expect(Object.getPrototypeOf(context)).toBe(Object.prototype);
  expect(Object.entries(context)).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ]);
});

const many = (count: number, write: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => write(index)).join('&');
const encoded = btoa(JSON.stringify({ a: 1 }));

it.each([
  ['a list of 256', many(256, () => 't=1')],
  ['a list of 256 nothings', many(256, () => 't')],
  ['512 attributes', many(512, (index) => `a${index}`)],
  ['a text of 4096', `t=${'x'.repeat(4096)}`],
  ['a text of 4096, encoded', `t=${'%41'.repeat(4096)}`],
])('takes %s', (_, query) => {
  expect(() => parseQuery(`https://a/?${query}`)).not.toThrow();
});

it.each([
  ['a list of 257', many(257, () => 't=1'), 'list'],
  ['a list of 257 nothings', many(257, () => '='), 'list'],
  ['4,000 times the same', many(4_000, () => 't=1'), 'list'],
  ['513 attributes', many(513, (index) => `a${index}`), 'properties'],
  ['513 attributes, one in the context', `context=${encoded}&${many(512, (i) => `b${i}`)}`, 'prop'],
  ['a text of 4097', `t=${'x'.repeat(4097)}`, 'text'],
  ['a name of 4097', `${'x'.repeat(4097)}=1`, 'text'],
  ['a text of 4097 among what cannot be decoded', `t=${'%ff'.repeat(4097)}`, 'text'],
])('refuses %s', (_, query, word) => {
  expect(() => parseQuery(`https://a/?${query}`)).toThrow(word);
});
