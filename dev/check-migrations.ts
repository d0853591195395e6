import { readFileSync } from 'node:fs';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import journal from '../drizzle/meta/_journal.json' with { type: 'json' };
import * as schema from '../src/db/schema.ts';

/** Part of `npm run check`: fails when `npm run db:generate` would have something to write. */
const last = journal.entries.at(-1);
const snapshotFile = `drizzle/meta/${String(last?.idx).padStart(4, '0')}_snapshot.json`;
const migrated = JSON.parse(readFileSync(snapshotFile, 'utf8'));
const statements = await generateMigration(migrated, generateDrizzleJson(schema, migrated.id));
if (statements.length > 0) {
  console.error(
    'src/db says what no migration does. Run: npm run db:generate -- --name <what for>',
  );
  console.error(statements.join('\n'));
  process.exitCode = 1;
}
