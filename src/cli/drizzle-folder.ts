import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MigrationFile, parseMigrationFiles } from '../schema/migrate/migration-file.ts';
import { projectRoot } from './project.ts';

/** The files of the journal, in its order. Throws when they are not those of this version. */
export function readMigrationFiles(): Promise<readonly MigrationFile[]> {
  const journal: { entries: { tag: string; when: number }[] } = JSON.parse(
    readFileSync(pathOf('meta/_journal.json'), 'utf8'),
  );
  return parseMigrationFiles(
    journal.entries.map(({ tag, when }) => ({
      tag,
      when,
      up: readIfThere(`${tag}.sql`) ?? '',
      down: readIfThere(`${tag}.down.sql`),
    })),
  );
}

function readIfThere(file: string): string | undefined {
  const path = pathOf(file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

const pathOf = (file: string) => join(projectRoot, 'drizzle', file);
