import { expect, it } from 'vitest';
import { toParameterText } from '../../dev/neon-proxy/parameter-text.ts';
import type { Json } from '../../src/engine/json.ts';

it.each<[Json, string | null]>([
  [null, null],
  [true, 'true'],
  [4.2, '4.2'],
  ['it\'s "so"', 'it\'s "so"'],
  [{ a: [1] }, '{"a":[1]}'],
  [[true, null, 42, 'NULL', 'a"b\\c'], '{true,NULL,42,"NULL","a\\"b\\\\c"}'],
  [[[1], [null]], '{{1},{NULL}}'],
  [[{ a: 1 }], '{"{\\"a\\":1}"}'],
  [[], '{}'],
])('hands %j to Postgres as %j', (value, text) => {
  expect(toParameterText(value)).toBe(text);
});
