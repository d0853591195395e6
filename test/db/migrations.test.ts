import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createDatabase, dropDatabase } from '../../dev/postgres/create-database.ts';
import journal from '../../drizzle/meta/_journal.json' with { type: 'json' };
import { readCatalog } from '../support/catalog.ts';

const name = 'test_migrations';
let client: pg.Client;

beforeAll(async () => {
  const address = new URL(inject('adminDatabaseUrl'));
  await createDatabase(address.href, name);
  address.pathname = `/${name}`;
  client = new pg.Client({ connectionString: address.href });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await dropDatabase(inject('adminDatabaseUrl'), name);
});

const tags = journal.entries.map(({ tag }) => tag);

async function run(file: string): Promise<void> {
  const text = readFileSync(join(import.meta.dirname, `../../drizzle/${file}.sql`), 'utf8');
  for (const statement of text.split('--> statement-breakpoint')) await client.query(statement);
}

it('lists its migrations in the order in which they were made', () => {
  const times = journal.entries.map(({ when }) => when);
  expect(times).toEqual([...new Set(times)].sort((left, right) => left - right));
  expect(tags.length).toBeGreaterThanOrEqual(4);
});

it('leads back from each migration to exactly what was before it', async () => {
  const empty = await readCatalog(client);
  const states = [empty];
  for (const tag of tags) {
    await run(tag);
    states.push(await readCatalog(client));
  }
  const complete = states.at(-1);
  for (const tag of tags.toReversed()) {
    states.pop();
    await run(`${tag}.down`);
    expect(await readCatalog(client), `after ${tag}.down`).toEqual(states.at(-1));
  }
  for (const tag of tags) await run(tag);
  expect(await readCatalog(client)).toEqual(complete);
  expect(complete).not.toEqual(empty);
});

it('names every constraint and index by what it is for', async () => {
  const { constraints, indexes } = await readCatalog(client);
  for (const { table, name: object } of [...constraints, ...indexes]) {
    expect(object.startsWith(`${table}_`), object).toBe(true);
    expect(object).toMatch(/_(pkey|fkey|key|check|idx)$/);
  }
});
