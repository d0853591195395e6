import { expect, it } from 'vitest';
import { demoDocument } from '../../dev/demo/demo-document.ts';
import { demoUsage } from '../../dev/demo/demo-usage.ts';
import { environmentDocument } from '../../src/contract/environments/environment-document.ts';
import { criticalFlags } from '../../src/db/seeds.ts';

const now = new Date('2026-05-04T10:20:00Z');
const environments = ['production', 'staging', 'development'] as const;

it.each(environments)('has a document for %s that can be imported', (environment) => {
  const { flags } = environmentDocument.parse(demoDocument(environment, now));
  expect(flags.length + criticalFlags.length).toBe(120);
});

it('has thirty days of usage, the same at each start of the same hour', () => {
  const [first, again] = [now, new Date('2026-05-04T10:59:59Z')].map((at) => [
    ...demoUsage('staging', at),
  ]);
  expect(again).toEqual(first);
  const hours = first?.map(({ hour }) => hour.getTime()) ?? [];
  expect(new Date(Math.min(...hours)).toISOString().slice(0, 10)).toBe('2026-04-06');
});

it('leaves some flags unheard, so that there are stale ones', () => {
  const heard = new Set([...demoUsage('production', now)].map(({ flag }) => flag));
  expect(heard.has('checkout.express')).toBe(true);
  expect(heard.has('search.voice')).toBe(false);
});
