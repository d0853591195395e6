import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import * as schema from '../../src/db/schema.ts';
import {
  addressOf,
  type Catalog,
  type CatalogObject,
  objectTypes,
} from '../../src/schema/catalog/catalog.ts';
import { fingerprintOf } from '../../src/schema/catalog/fingerprint.ts';
import { readCatalog } from '../../src/schema/catalog/read-catalog.ts';
import { listBreaking } from '../../src/schema/drift/breaking.ts';
import { type ExpectedObject, type Manifest, schemas } from '../../src/schema/manifest.ts';
import { type MigrationFile, readMigrationFiles } from './migration-file.ts';

/**
 * Makes the manifest out of two empty databases: one is migrated file by file, which tells what
 * each migration makes, the other gets what `src/db` says. Throws when they come out different.
 */
export async function buildManifest(
  migrated: NodePgDatabase,
  declared: NodePgDatabase,
): Promise<Manifest> {
  const files = readMigrationFiles();
  const catalogs = await migrateOneByOne(migrated, files);
  await assertSame(await declare(declared), declarable(catalogs.at(-1) ?? new Map()));
  return {
    migrations: files.map(({ statements, ...file }, index) => ({
      ...file,
      movesData: statements.some(movesData),
      breaks: listBreaking(catalogs[index] ?? new Map(), catalogs[index + 1] ?? new Map()),
    })),
    objects: attribute(catalogs, files),
  };
}

/** The catalog before the first migration, and after each. */
async function migrateOneByOne(db: NodePgDatabase, files: readonly MigrationFile[]) {
  await createMigrationsTable(db);
  const catalogs = [await readCatalog(db, schemas)];
  for (const { statements } of files) {
    for (const statement of statements) await db.execute(sql.raw(statement));
    catalogs.push(await readCatalog(db, schemas));
  }
  return catalogs;
}

async function declare(db: NodePgDatabase): Promise<Catalog> {
  await createMigrationsTable(db);
  const nothing = generateDrizzleJson({});
  const statements = await generateMigration(nothing, generateDrizzleJson(schema, nothing.id));
  for (const statement of statements) await db.execute(sql.raw(statement));
  return readCatalog(db, schemas);
}

/** As Drizzle makes it, by letting it run no migration at all. */
async function createMigrationsTable(db: NodePgDatabase): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'burgee-no-migrations-'));
  try {
    mkdirSync(join(folder, 'meta'));
    writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ entries: [] }));
    await migrate(db, { migrationsFolder: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Without what Drizzle has no words for. */
function declarable(catalog: Catalog): Catalog {
  return new Map([...catalog].filter(([, { type }]) => type !== 'append_only'));
}

async function assertSame(declared: Catalog, migrated: Catalog): Promise<void> {
  if ((await fingerprintOf(declared)) === (await fingerprintOf(migrated))) return;
  const lines = (catalog: Catalog) => [...catalog.values()].map((each) => JSON.stringify(each));
  const all = [...lines(declared), ...lines(migrated)];
  const differing = all.filter((line) => all.indexOf(line) === all.lastIndexOf(line));
  throw new Error(`the migrations do not lead to what src/db says:\n${differing.join('\n')}`);
}

/** Each object belongs to the migration that made it what it is. */
function attribute(
  catalogs: readonly Catalog[],
  files: readonly MigrationFile[],
): ExpectedObject[] {
  const objects = [...(catalogs.at(-1)?.values() ?? [])].map((object) => {
    const step = catalogs.findIndex((_, index) => isSettled(object, catalogs.slice(index)));
    return { ...object, migration: files[step - 1]?.tag ?? null };
  });
  const order = (object: ExpectedObject) => [
    String(files.findIndex(({ tag }) => tag === object.migration) + 1).padStart(6, '0'),
    object.table ?? '',
    String(objectTypes.indexOf(object.type)).padStart(2, '0'),
    object.type === 'column' ? '' : object.name,
  ];
  return objects
    .map((object) => ({ object, key: order(object).join('\0') }))
    .sort((left, right) => (left.key < right.key ? -1 : Number(left.key > right.key)))
    .map(({ object }) => object);
}

function isSettled(object: CatalogObject, catalogs: readonly Catalog[]): boolean {
  return catalogs.every((each) => each.get(addressOf(object))?.definition === object.definition);
}

function movesData(statement: string): boolean {
  return /^\s*(?:insert|update|delete|merge|copy|truncate|do|call|select|with)\b/i.test(statement);
}
