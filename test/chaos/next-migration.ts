import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type pg from 'pg';
import { migrationsFolder } from './server.ts';

const tag = 'next_one';

/** The migrations with one more, as `drizzle-kit generate` would write it now. */
export function folderWithNextMigration(): string {
  const folder = mkdtempSync(join(tmpdir(), 'burgee-next-'));
  cpSync(migrationsFolder, folder, { recursive: true });
  const journalFile = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(journalFile, 'utf8'));
  const when = Math.max(Date.now(), journal.entries.at(-1).when + 1);
  const entry = { idx: journal.entries.length, version: '7', when, tag, breakpoints: true };
  const entries = [...journal.entries, entry];
  writeFileSync(journalFile, JSON.stringify({ ...journal, entries }));
  writeFileSync(join(folder, `${tag}.sql`), `CREATE TABLE "${tag}" ("id" integer);`);
  return folder;
}

/** What Drizzle's own migrator ran: the next one and nothing else, when all is well. */
export async function migrateOn(client: pg.Client, folder: string): Promise<number> {
  const before = await countRecords(client);
  await migrate(drizzle(client), { migrationsFolder: folder });
  await client.query(`select id from ${tag}`);
  return (await countRecords(client)) - before;
}

async function countRecords(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::int as count from drizzle.__drizzle_migrations',
  );
  return rows[0]?.count ?? 0;
}
