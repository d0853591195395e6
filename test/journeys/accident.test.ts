import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../dev/migrate.ts';
import { projectRoot } from '../../dev/project-root.ts';
import type { Readiness } from '../../src/contract/health/readiness.ts';
import type { RepairResult } from '../../src/contract/health/repair.ts';
import type { SchemaReport } from '../../src/contract/health/schema-report.ts';
import { quoteIdentifier } from '../../src/schema/catalog/quote.ts';
import { manifest } from '../../src/schema/manifest.ts';
import { type DevWithDatabase, startDevWithDatabase } from '../support/dev-with-database.ts';
import { migrateByDrizzle } from '../support/migrate-by-drizzle.ts';

let dev: DevWithDatabase;
let run: DevWithDatabase['run'];
let client: DevWithDatabase['client'];

beforeAll(async () => {
  writeNextMigration();
  dev = await startDevWithDatabase();
  ({ run, client } = dev);
});
afterAll(() => dev?.stop());

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

/** All migrations, and the next change of the schema. */
const next = { folder: mkdtempSync(join(tmpdir(), 'burgee-next-')), when: Date.now() };
afterAll(() => rmSync(next.folder, { recursive: true }));

function writeNextMigration() {
  const { folder, when } = next;
  const migrations = join(projectRoot, 'drizzle');
  const journal = JSON.parse(readFileSync(join(migrations, 'meta/_journal.json'), 'utf8'));
  const last = { ...journal.entries.at(-1), when, tag: 'next' };
  const entries = [...journal.entries, last];
  cpSync(migrations, folder, { recursive: true });
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }));
  writeFileSync(join(folder, 'next.sql'), 'create table next_migration ()');
}

/** Whether it comes through, by Drizzle's own migrator; taken back after. */
async function appliesNextMigration(): Promise<boolean> {
  await migrateByDrizzle(run.devFile.database_url, next.folder);
  const { rows } = await client.query(`select to_regclass('next_migration') as made`);
  await client.query('drop table next_migration');
  await client.query('delete from drizzle.__drizzle_migrations where created_at = $1', [next.when]);
  return rows[0].made !== null;
}

async function listRecords() {
  const { rows } = await client.query(
    'select hash from drizzle.__drizzle_migrations order by hash',
  );
  return rows;
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
      await migrateByDrizzle(run.devFile.database_url);
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

      const before = await listRecords();
      await migrateByDrizzle(run.devFile.database_url);
      expect(await listRecords()).toEqual(before);
      expect(await appliesNextMigration()).toBe(true);
    });
  },
);

it('is seen by drizzle-kit itself neither before the repair nor after', async () => {
  await neverApply(['0002_segments']);
  const damaged = await listRecords();
  await migrate({ databaseUrl: run.devFile.database_url });
  expect(await listRecords()).toEqual(damaged);
  expect((await ask<RepairResult>('POST', '/admin/repair')).body.status).toBe('ok');
  const mended = await listRecords();
  expect(mended).toHaveLength(tags.length);
  await migrate({ databaseUrl: run.devFile.database_url });
  expect(await listRecords()).toEqual(mended);
});
