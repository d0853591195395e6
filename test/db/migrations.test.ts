import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createDatabase, dropDatabase } from '../../dev/postgres/create-database.ts';
import journal from '../../drizzle/meta/_journal.json' with { type: 'json' };
import { readCatalog } from '../../src/schema/catalog/read-catalog.ts';

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

/** Every object of the schema, in words that do not depend on how it came to be. */
async function describeSchema(): Promise<readonly string[]> {
  const catalog = await readCatalog(drizzle(client), ['public']);
  return [...catalog.values()].map((object) => JSON.stringify(object)).sort();
}

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
  const empty = await describeSchema();
  const states = [empty];
  for (const tag of tags) {
    await run(tag);
    states.push(await describeSchema());
  }
  const complete = states.at(-1);
  for (const tag of tags.toReversed()) {
    states.pop();
    await run(`${tag}.down`);
    expect(await describeSchema(), `after ${tag}.down`).toEqual(states.at(-1));
  }
  for (const tag of tags) await run(tag);
  expect(await describeSchema()).toEqual(complete);
  expect(complete).not.toEqual(empty);
});

it('names every constraint and index by what it is for', async () => {
  const catalog = await readCatalog(drizzle(client), ['public']);
  const named = ['primary_key', 'unique', 'check', 'foreign_key', 'index'];
  const objects = [...catalog.values()].filter(({ type }) => named.includes(type));
  expect(objects.length).toBeGreaterThan(20);
  for (const { table, name: object } of objects) {
    expect(object.startsWith(`${table}_`), object).toBe(true);
    expect(object).toMatch(/_(pkey|fkey|key|check|idx)$/);
  }
});
