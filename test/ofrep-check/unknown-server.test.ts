import { expect, it } from 'vitest';
import type { Item } from '../../src/ofrep-check/read-answer.ts';
import { checkServer } from './check-server.ts';

/** One flag, open to everybody, nothing live: nobody has said anything about it. */
const poorServer = () =>
  checkServer({
    behaviour: {
      accepts: () => true,
      tamper: (answered, { kind }) => {
        if (kind !== 'bulk' || answered.status !== 200) return;
        const { flags } = answered.body as { flags: Item[] };
        answered.body = { flags: flags.slice(0, 1) };
      },
    },
    settings: { key: undefined, flags: {}, variesBy: [], tokenLifetimeSeconds: undefined },
  });

it('finds flags among all, and skips what it cannot tell with the option that would', async () => {
  const results = await poorServer();
  const of = (id: string) => results.find(({ check }) => check.id === id);
  expect(results.filter(({ kind }) => kind === 'failed' || kind === 'warned')).toEqual([]);
  expect(of('single-boolean')).toMatchObject({ kind: 'passed', note: 'billing.enabled' });
  for (const [id, option] of [
    ['auth-missing', '--key <key>'],
    ['single-string', '--string-flag <key>'],
    ['code-default', '--code-default-flag <key>'],
    ['disabled', '--disabled-flag <key>'],
    ['bulk-broken', '--broken-flag <key>'],
    ['bulk-complete', '--boolean-flag <key>'],
    ['retry-after', '--burst <requests>'],
  ]) {
    expect(of(id ?? ''), id).toMatchObject({ kind: 'skipped', option });
  }
  expect(of('event-arrives')).toMatchObject({
    kind: 'skipped',
    reason: 'no eventStreams are announced',
  });
});

it('skips an ETag by context that no answer follows, unless the context is hashed', async () => {
  const settings = { variesBy: [{ path: 'plan', value: 'nobody has it' }] };
  const etag = (version: number) => `"${version}"`;
  const results = await checkServer({ settings, behaviour: { etag } });
  const found = results.find(({ check }) => check.id === 'etag-attribute');
  expect(found).toMatchObject({ kind: 'skipped', option: '--varies-by plan=pro' });
});

it('fails one check for one that does not answer, and goes on', async () => {
  const results = await checkServer({
    behaviour: {
      bypass: (response, { status }) => {
        if (status === 404) response.destroy();
        return status === 404;
      },
    },
  });
  const failed = results.filter(({ kind }) => kind === 'failed');
  expect(failed).toMatchObject([
    { check: { id: 'not-found-status' }, expected: 'an answer' },
    { check: { id: 'cors-errors' }, expected: 'an answer' },
  ]);
});
