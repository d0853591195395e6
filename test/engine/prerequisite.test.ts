import { expect, it } from 'vitest';
import { evaluate } from '../../src/engine/evaluate.ts';
import { prepare } from '../../src/engine/prepare.ts';
import { sampleFlag, sampleSnapshot } from './sample.ts';

const nested = (levels: number): unknown =>
  Array.from({ length: levels }).reduce<unknown>((inner) => ({ not: inner }), {});

it.each([
  ['all', 5],
  ['all', null],
  ['all', []],
  ['any', []],
  ['not', 5],
  ['not', nested(50_000)],
  ['segment', 'nope'],
])(
  'a prerequisite that is a condition of kind %s as well breaks its flag alone',
  (field, value) => {
    const prerequisite = { flag: 'good', variants: ['on'], [field]: value };
    const snapshot = sampleSnapshot([
      sampleFlag({ key: 'good' }),
      sampleFlag({ key: 'strange', prerequisites: [prerequisite] }),
    ]);
    const prepared = prepare(snapshot);
    expect(evaluate(prepared, 'strange', {}, 0)).toMatchObject({ errorCode: 'PARSE_ERROR' });
    expect(evaluate(prepared, 'good', {}, 0)).toMatchObject({ value: true });
  },
);
