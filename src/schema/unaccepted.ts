import type { AcceptedSchema } from './accepted-schema.ts';
import type { Migration } from './manifest.ts';

export interface UnacceptedMigration {
  readonly tag: string;
  /** Without what the version copes with. */
  readonly breaks: readonly string[];
}

type Known = Pick<Migration, 'tag' | 'breaks'>;

/**
 * Those of the due migrations that a running version does not cope with. One that does not say what it accepts
 * copes with whatever breaks nothing, as any version does.
 */
export function listUnaccepted(
  due: readonly Known[],
  running: AcceptedSchema | undefined,
  journal: readonly Pick<Migration, 'tag'>[],
): readonly UnacceptedMigration[] {
  const tags = journal.map(({ tag }) => tag);
  const max = running ? tags.indexOf(running.max) : -1;
  return due
    .filter(({ tag }) => tags.indexOf(tag) > max)
    .map(({ tag, breaks }) => ({
      tag,
      breaks: breaks.filter((each) => !running?.copesWith.includes(each)),
    }))
    .filter(({ breaks }) => breaks.length > 0);
}
