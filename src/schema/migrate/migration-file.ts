import { sha256Hex } from '../../contract/fields/sha256.ts';
import { type Migration, manifest } from '../manifest.ts';
import { MigrationError } from './migration-error.ts';

/** A migration of the journal with what its two files say. */
export interface MigrationFile extends Migration {
  /** Without those around them, and without white space: as they are sent to Postgres. */
  readonly statements: readonly string[];
  /** Of its `.down.sql`; empty when it has none. */
  readonly wayBack: readonly string[];
}

export interface MigrationText {
  readonly tag: string;
  readonly when: number;
  readonly up: string;
  /** Undefined where there is no `.down.sql`. */
  readonly down: string | undefined;
}

/** Throws `files_changed` when these are not the files that the manifest was made of. */
export async function parseMigrationFiles(
  texts: readonly MigrationText[],
): Promise<readonly MigrationFile[]> {
  const hashes = await Promise.all(texts.map(({ up }) => sha256Hex(up)));
  const marks = texts.map(({ tag, when }, index) => `${tag} ${when} ${hashes[index]}`);
  const expected = manifest.migrations.map(({ tag, when, hash }) => `${tag} ${when} ${hash}`);
  if (marks.join('\n') !== expected.join('\n')) throw filesChanged(marks, expected);
  return manifest.migrations.map((migration, index) => ({
    ...migration,
    statements: splitStatements(texts[index]?.up ?? ''),
    wayBack: splitStatements(texts[index]?.down ?? ''),
  }));
}

function splitStatements(text: string): readonly string[] {
  return text
    .split('--> statement-breakpoint')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

function filesChanged(marks: readonly string[], expected: readonly string[]): MigrationError {
  const differing = [...marks, ...expected].filter(
    (mark) => !marks.includes(mark) || !expected.includes(mark),
  );
  const tags = [...new Set(differing.map((mark) => mark.split(' ')[0]))].join(', ');
  return new MigrationError('files_changed', {
    message: `The files in drizzle/ are not those that this version was made of: ${tags || 'their order'}.`,
    wayOut:
      'Take a changed file back with git; after adding a migration, run "npm run db:generate".',
  });
}
