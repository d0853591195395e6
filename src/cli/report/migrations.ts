import { nameOf } from '../../schema/catalog/catalog.ts';
import type { JudgedMigration, MigrationState } from '../../schema/migrations/judge-migrations.ts';
import { align } from './layout.ts';
import type { Paint } from './paint.ts';

/** A row for each, and what it means where it is not simply applied. */
export function migrationLines(migrations: readonly JudgedMigration[], paint: Paint) {
  return align(
    migrations.map((migration) => {
      const { tag, state } = migration;
      return [`${markOf(state, paint)} ${tag}`, state, paint.dim(meanings[state](migration))];
    }),
  );
}

function markOf(state: MigrationState, paint: Paint): string {
  if (state === 'applied') return paint.good('✓');
  return state === 'pending' ? paint.warning('·') : paint.bad('✗');
}

const meanings: Readonly<Record<MigrationState, (migration: JudgedMigration) => string>> = {
  applied: () => '',
  pending: () => 'has not run yet',
  missing: () => 'has not run, and drizzle-kit will never run it: a later one is recorded',
  damaged: ({ absent }) => `is recorded, and ${lacking(absent)} not as it makes it`,
  unrecorded: () => 'all it makes is there, only its record is not',
  altered: () => 'its file has changed since it ran here',
};

function lacking([first, ...others]: JudgedMigration['absent']): string {
  if (first === undefined) return 'something is';
  const name = nameOf(first);
  return others.length === 0 ? `${name} is` : `${name} and ${others.length} more are`;
}
