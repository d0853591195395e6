import { beforeAll, expect, it } from 'vitest';
import { generateKey } from '../../src/contract/access/key-format.ts';
import { evaluationBodyBytes, maxUrlCharacters } from '../../src/contract/fields/limits.ts';
import { operations } from '../../src/http/description/sections.ts';
import { publishEnvironment } from '../support/edge.ts';
import { printTable } from '../support/print-table.ts';

const routes = operations.filter(({ needs }) => needs === 'key').map(({ route }) => route);

type Answers = Readonly<Record<string, Response | undefined>>;
const answers = new Map<string, Answers>();

beforeAll(async () => {
  const { ask, serverKey, snapshot } = await publishEnvironment();
  const { environment } = snapshot;
  const { snapshot: other } = await publishEnvironment();
  for (const route of routes)
    answers.set(
      route,
      await tryAll(route, { ask, serverKey, environment, other: other.environment }),
    );
});

interface Edge {
  readonly ask: Awaited<ReturnType<typeof publishEnvironment>>['ask'];
  readonly serverKey: string;
  readonly environment: string;
  readonly other: string;
}

async function tryAll(
  route: string,
  { ask, serverKey, environment, other }: Edge,
): Promise<Answers> {
  const [method = '', address = ''] = route.split(' ');
  const path = address.replace(':key', 'no-such-flag');
  const usual = method === 'POST' ? '{"context":{}}' : undefined;
  const by = (key: string, body = usual, at = path) =>
    ask(at, key, { method, ...(body !== undefined && { body }) });
  const withBody = (body: string) => (usual === undefined ? undefined : by(serverKey, body));
  const columns = {
    'no key': by(''),
    'admin key': by(generateKey({ kind: 'admin' })),
    unknown: by(generateKey({ kind: 'server', environment })),
    elsewhere: by(generateKey({ kind: 'server', environment: other })),
    mistyped: by(`${serverKey}x`),
    'no such': address.includes(':') ? by(serverKey) : undefined,
    'too large': withBody(JSON.stringify({ context: { x: 'x'.repeat(evaluationBodyBytes) } })),
    'too long': by(serverKey, usual, `${path}?x=${'x'.repeat(maxUrlCharacters)}`),
    'no JSON': withBody('{"context":'),
  };
  const entries = Object.entries(columns).map(async ([name, answer]) => [name, await answer]);
  return Object.fromEntries(await Promise.all(entries));
}

const statusesOf = (name: string) =>
  [...answers.values()].flatMap((row) => (row[name] ? [row[name].status] : []));

it('prints what every route of the edge answers', () => {
  const names = Object.keys([...answers.values()][0] ?? {});
  const rows = [...answers].map(([route, row]) => [
    route,
    ...names.map((name) => String(row[name]?.status ?? '')),
  ]);
  printTable(['route', ...names], rows);
  expect(rows.length).toBeGreaterThan(4);
});

it.each([
  ['no key', 401],
  ['admin key', 401],
  ['unknown', 401],
  ['elsewhere', 401],
  ['mistyped', 401],
  ['no such', 404],
  ['too large', 413],
  ['too long', 414],
  ['no JSON', 400],
])('refuses every route where it is asked with: %s (security 8, 10)', (name, status) => {
  expect(new Set(statusesOf(name))).toEqual(new Set([status]));
});

it('says nothing of what is behind (security 44)', async () => {
  for (const row of answers.values()) {
    for (const answer of Object.values(row)) {
      const text = (await answer?.text()) ?? '';
      expect(text).not.toMatch(/\.ts:\d|node_modules|postgres|\bat \w+ \(/);
    }
  }
});
