import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as migrateByDrizzle } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../dev/migrate.ts';
import { projectRoot } from '../../dev/project-root.ts';
import type { Readiness } from '../../src/contract/readiness.ts';
import type { RepairResult } from '../../src/contract/repair.ts';
import type { SchemaReport } from '../../src/contract/schema-report.ts';
import { quoteIdentifier } from '../../src/schema/catalog/quote.ts';
import { manifest } from '../../src/schema/manifest.ts';
import { type DevRun, startDev } from '../support/dev-run.ts';
import { temporaryDevDir } from '../support/temporary-dev-dir.ts';

const devDir = temporaryDevDir();
let run: DevRun;
let client: pg.Client;

beforeAll(async () => {
  run = await startDev(devDir.path);
  client = new pg.Client({ connectionString: run.devFile.database_url });
  client.on('error', () => {});
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await run?.interrupt();
  devDir.remove();
});

const ask = async <Body>(method: string, path: string) => {
  const headers = { Authorization: `Bearer ${run.devFile.admin_secret}` };
  const response = await fetch(run.devFile.url + path, { method, headers });
  return { status: response.status, body: (await response.json()) as Body };
};

/** As though these had never been applied: nothing they make is there, and no record of them. */
async function neverApply(tags: readonly string[]) {
  const made = manifest.objects.filter(({ migration }) => tags.includes(`${migration}`));
  const drop = (type: string, statement: (name: string, table: string) => string) =>
    made
      .filter((object) => object.type === type)
      .map(({ name, table }) => statement(quoteIdentifier(name), quoteIdentifier(`${table}`)));
  const statements = [
    ...drop('table', (name) => `drop table if exists ${name} cascade`),
    ...drop(
      'column',
      (name, table) => `alter table if exists ${table} drop column if exists ${name}`,
    ),
    ...drop('enum', (name) => `drop type if exists ${name} cascade`),
  ];
  for (const statement of statements) await client.query(statement);
  for (const { tag, hash } of manifest.migrations) {
    if (!tags.includes(tag)) continue;
    await client.query('delete from drizzle.__drizzle_migrations where hash = $1', [hash]);
  }
}

/** Whether the next change of the schema comes through, by Drizzle's own migrator; taken back after. */
async function appliesNextMigration(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'burgee-next-'));
  cpSync(join(projectRoot, 'drizzle'), folder, { recursive: true });
  const file = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(file, 'utf8'));
  const last = { ...journal.entries.at(-1), when: Date.now(), tag: 'next' };
  writeFileSync(file, JSON.stringify({ ...journal, entries: [...journal.entries, last] }));
  writeFileSync(join(folder, 'next.sql'), 'create table next_migration ()');
  await migrateByDrizzle(drizzle(client), { migrationsFolder: folder });
  rmSync(folder, { recursive: true });
  const { rows } = await client.query(`select to_regclass('next_migration') as made`);
  await client.query('drop table next_migration');
  await client.query('delete from drizzle.__drizzle_migrations where created_at = $1', [last.when]);
  return rows[0].made !== null;
}

const tags = manifest.migrations.map(({ tag }) => tag);
const middle = tags.slice(0, -1).map((tag) => [tag]);
const pairs = middle.flatMap(([first], index) =>
  middle.slice(index + 1).map(([second]) => [first, second]),
);

describe.each([...middle, ...pairs].map((missing) => ({ missing: missing as string[] })))(
  'with $missing never applied while later ones are recorded',
  ({ missing }) => {
    beforeAll(() => neverApply(missing));

    it('serves flags, says what is wrong, and is mended by one request', async () => {
      await migrate({ databaseUrl: run.devFile.database_url });
      const flag = await run.get('/features/admin.advanced_controls', run.devFile.server_key);
      expect(flag.status).toBe(200);
      expect(await flag.json()).toMatchObject({ is_enabled: true, rollout_percentage: 100 });

      const ready = await ask<Readiness>('GET', '/health/ready');
      expect(ready).toMatchObject({ status: 200, body: { status: 'degraded', schema: 'damaged' } });
      const named = (report: SchemaReport | undefined) =>
        report?.migrations.filter(({ state }) => state !== 'applied').map(({ tag }) => tag);
      expect(named(ready.body.report)).toEqual(expect.arrayContaining(missing));
      expect(named((await ask<SchemaReport>('GET', '/admin/schema')).body)).toEqual(
        expect.arrayContaining(missing),
      );

      const repaired = await ask<RepairResult>('POST', '/admin/repair');
      expect(repaired).toMatchObject({ status: 200, body: { status: 'ok', unresolved: [] } });
      expect(await ask<Readiness>('GET', '/health/ready')).toMatchObject({
        status: 200,
        body: { status: 'ready', schema: 'sound', migrations: 'applied' },
      });
      expect((await ask<RepairResult>('POST', '/admin/repair')).body.status).toBe('noop');

      const recorded = 'select hash from drizzle.__drizzle_migrations order by hash';
      const before = (await client.query(recorded)).rows;
      await migrate({ databaseUrl: run.devFile.database_url });
      expect((await client.query(recorded)).rows).toEqual(before);
      expect(await appliesNextMigration()).toBe(true);
    });
  },
);
