import { readFileSync } from 'node:fs';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import journal from '../drizzle/meta/_journal.json' with { type: 'json' };
import * as schema from '../src/db/schema.ts';
import { manifest } from '../src/schema/manifest.ts';
import { readMigrationFiles } from './manifest/migration-file.ts';

/** Part of `npm run check`: fails when `npm run db:generate` would have something to write. */
const problems = [...(await findUnmigrated()), ...findStale(), ...findDisorder()];
if (problems.length > 0) console.error(problems.join('\n'));
process.exitCode = problems.length > 0 ? 1 : 0;

async function findUnmigrated(): Promise<string[]> {
  const last = journal.entries.at(-1);
  const snapshotFile = `drizzle/meta/${String(last?.idx).padStart(4, '0')}_snapshot.json`;
  const migrated = JSON.parse(readFileSync(snapshotFile, 'utf8'));
  const statements = await generateMigration(migrated, generateDrizzleJson(schema, migrated.id));
  if (statements.length === 0) return [];
  const way = 'src/db says what no migration does. Run: npm run db:generate -- --name <what for>';
  return [way, ...statements];
}

/** Of what the manifest holds, what a database is needed for is compared by a test. */
function findStale(): string[] {
  const marks = (entries: readonly { tag: string; when: number; hash: string }[]) =>
    entries.map(({ tag, when, hash }) => `${tag} ${when} ${hash}`).join('\n');
  if (marks(readMigrationFiles()) === marks(manifest.migrations)) return [];
  return ['src/schema/manifest.json does not match drizzle/. Run: npm run db:generate'];
}

/** Drizzle never runs a migration that is not later than the last one it has recorded. */
function findDisorder(): string[] {
  const latest = Date.now() + 60_000;
  return journal.entries.flatMap(({ tag, when }, index) => {
    const before = journal.entries[index - 1]?.when ?? 0;
    if (when > before && when <= latest) return [];
    return [
      `drizzle/meta/_journal.json: "when" of ${tag} has to lie after that of the one before, and not in the future`,
    ];
  });
}
