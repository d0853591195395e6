import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acceptedRange } from '../src/schema/accepted-range.ts';
import { buildManifest } from './manifest/build-manifest.ts';
import { manifestText } from './manifest/manifest-text.ts';
import { withEmptyDatabases } from './manifest/with-empty-databases.ts';
import { startTemporaryPostgres } from './postgres/temporary-postgres.ts';
import { projectRoot } from './project-root.ts';

/** `npm run db:generate`: the next migration, if there is one to make, then the manifest. */
const drizzleKit = join(projectRoot, 'node_modules/.bin/drizzle-kit');
execFileSync(process.execPath, [drizzleKit, 'generate', ...process.argv.slice(2)], {
  cwd: projectRoot,
  stdio: 'inherit',
});
const postgres = await startTemporaryPostgres();
try {
  const manifest = await withEmptyDatabases(postgres.databaseUrl('postgres'), buildManifest);
  writeFileSync(join(projectRoot, 'src/schema/manifest.json'), manifestText(manifest));
  const range = acceptedRange(manifest);
  writeFileSync(
    join(projectRoot, 'src/schema/accepted-range.json'),
    `${JSON.stringify(range, null, 2)}\n`,
  );
  const { migrations, objects } = manifest;
  console.log(`manifest: ${migrations.length} migrations, ${objects.length} objects`);
} finally {
  await postgres.stop();
}
