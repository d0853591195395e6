import { expect, it } from 'vitest';
import { sampleFlag } from '../engine/sample.ts';
import { publishEnvironment } from '../support/edge.ts';

const long = 'x'.repeat(16_000);
const keys = [
  'sample',
  'SAMPLE',
  '%F0%9F%9A%A9',
  'ключ',
  '..%2F..%2Fetc%2Fpasswd',
  '%00',
  '%',
  '%ff%fe',
  'a%0d%0aSet-Cookie:%20x=1',
  '__proto__',
  'constructor',
  'toString',
  ' ',
  '%2f',
  'a/b/c/',
  long,
];
const queries = [
  '',
  '?',
  '?&&&=&',
  '?=',
  '?user_id',
  '?user_id=%',
  '?user_id=%ff',
  '?user_id=a&user_id=b&user_id=c',
  '?user_id=\u{1f6a9}',
  '?__proto__=1&__proto__=2',
  '?constructor=x&toString=y&hasOwnProperty=z',
  '?context=%%%',
  '?context=e30',
  '?context=bnVsbA',
  '?context=!!!!',
  '?context=eyJfX3Byb3RvX18iOnsicG9sbHV0ZWQiOnRydWV9fQ',
  '?context=a&context=b',
  '?context=eyJ1c2VyX2lkIjoxZTk5OX0',
  '?context=eyJ4IjoiXHVkODAwIn0',
  '?context=eyJcdWQ4MDAiOjF9',
  '?default=',
  '?default={',
  '?default=1e999',
  '?default=%22%5Cud800%22',
  `?user_id=${long}`,
  `?${'a=1&'.repeat(4_000)}`,
];

const paths = ['', ...keys.map((key) => `/${key}`)];

it(`never fails on any of ${paths.length * queries.length} odd requests`, async () => {
  const { ask } = await publishEnvironment({
    flags: [sampleFlag({ rollout: { ...sampleFlag().rollout, millipercent: 50_000 } })],
  });
  for (const path of paths) {
    for (const query of queries) {
      const address = `/features${path}${query}`;
      const response = await ask(address);
      expect(response.status, address.slice(0, 200)).toBeLessThan(500);
      expect(await response.json()).toBeTypeOf('object');
    }
  }
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
