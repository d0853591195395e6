import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';

export interface JournalEntry {
  readonly tag: string;
  readonly when: number;
}

export interface MigrationFile extends JournalEntry {
  readonly hash: string;
  readonly statements: readonly string[];
}

/** The files of the journal, in its order. */
export function readMigrationFiles(): readonly MigrationFile[] {
  const journal: { entries: JournalEntry[] } = JSON.parse(readDrizzle('meta/_journal.json'));
  return journal.entries.map(({ tag, when }) => {
    const text = readDrizzle(`${tag}.sql`);
    const hash = createHash('sha256').update(text).digest('hex');
    return { tag, when, hash, statements: text.split('--> statement-breakpoint') };
  });
}

const readDrizzle = (file: string) => readFileSync(join(projectRoot, 'drizzle', file), 'utf8');
