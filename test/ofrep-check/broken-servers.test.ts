import { expect, it } from 'vitest';
import { sections } from '../../src/ofrep-check/sections.ts';
import { brokenServers } from './broken-servers.ts';
import { checkServer } from './check-server.ts';

const ids = sections.flatMap(({ checks }) => checks.map(({ id }) => id));

it('passes a server that does everything right, and skips nothing', async () => {
  const results = await checkServer({ behaviour: { mostRequests: 200 }, settings: { burst: 400 } });
  expect(results.filter(({ kind }) => kind !== 'passed')).toEqual([]);
  expect(results.map(({ check }) => check.id)).toEqual(ids);
});

it('has a broken server for every check', () => {
  expect(new Set(brokenServers.map(([id]) => id))).toEqual(new Set(ids));
  expect(new Set(ids).size).toBe(ids.length);
});

it.concurrent.each(brokenServers)('finds only %s in a server that %s', async (id, _, broken) => {
  const results = await checkServer(broken);
  const found = results.filter(({ kind }) => kind === 'failed' || kind === 'warned');
  const level = found[0]?.check.level === 'must' ? 'failed' : 'warned';
  expect(found.map(({ check, kind }) => [check.id, kind])).toEqual([[id, level]]);
});
