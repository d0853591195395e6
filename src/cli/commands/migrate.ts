import { migrate } from '../../schema/migrate/migrate.ts';
import { rehearse } from '../../schema/migrate/rehearse.ts';
import type { DatabaseCall, Report } from '../command.ts';
import { readMigrationFiles } from '../drizzle-folder.ts';
import { exitCodes } from '../exit-codes.ts';
import { migrateReport } from '../report/migrate-report.ts';
import { rehearsalReport } from '../report/rehearsal-report.ts';
import { typedAgain } from '../report/typed-again.ts';
import { lintMigrations } from '../squawk.ts';
import { withProgress } from '../with-progress.ts';

export function run(call: DatabaseCall): Promise<Report> {
  return call.given['dry-run'] ? rehearseMigrations(call) : applyMigrations(call);
}

async function applyMigrations(call: DatabaseCall): Promise<Report> {
  const files = await readMigrationFiles();
  const result = await withProgress(call, 'applying', (onProgress) =>
    migrate(call.database, { files, now: call.now, onProgress }),
  );
  return { exitCode: exitCodes.ok, ...migrateReport(result) };
}

async function rehearseMigrations(call: DatabaseCall): Promise<Report> {
  const files = await readMigrationFiles();
  const result = await withProgress(call, 'rehearsing', (onProgress) =>
    rehearse(call.database, { files, now: call.now, onProgress }),
  );
  const lint = await lintMigrations(result.migrations.map(({ tag }) => tag));
  const options = typedAgain(call.given, ['database-url']);
  return { exitCode: exitCodes.ok, ...rehearsalReport({ ...result, lint, options }) };
}
