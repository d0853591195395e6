import { sumUp } from '../catalog/catalog.ts';
import type { MigrationState } from '../migrations/judge-migrations.ts';
import { getJudged } from '../truth.ts';
import { type Finding, MigrationError } from './migration-error.ts';
import type { MigrationFile } from './migration-file.ts';
import type { ExaminedSchema } from './readiness.ts';

export interface Undoable {
  /** In the order in which they are to be taken back: the last one first. */
  readonly files: readonly MigrationFile[];
  /** While there is one, nothing is taken back. */
  readonly blockers: readonly Finding[];
}

/** The target of a rollback that leaves no migration applied. */
export const beforeAll = 'none';

/** What has to be taken back for a migration to be the last. Throws `unknown_migration`. */
export function judgeUndoable(
  to: string,
  files: readonly MigrationFile[],
  schema: ExaminedSchema,
): Undoable {
  const last = files.findIndex(({ tag }) => tag === to);
  if (last < 0 && to !== beforeAll) throw unknown(to, files);
  const later = files.slice(last + 1).reverse();
  const judged = later.map((file) => ({ file, ...judge(file, schema) }));
  const { newer } = schema.truth.records;
  const strangers = {
    object: 'migration records',
    reason: `this code is older than ${newer.length} of them, and has no way back for those`,
    wayOut: 'roll back with the version that is deployed',
  };
  return {
    files: judged.filter(({ isApplied }) => isApplied).map(({ file }) => file),
    blockers: [
      ...(newer.length > 0 ? [strangers] : []),
      ...judged.flatMap(({ blocker }) => blocker ?? []),
    ],
  };
}

interface Judgement {
  readonly isApplied: boolean;
  readonly blocker?: Finding;
}

function judge(file: MigrationFile, { truth }: ExaminedSchema): Judgement {
  const { state, there, absent } = getJudged(truth, file.tag);
  const isApplied = state === 'applied';
  const isNotThere = (state === 'pending' || state === 'missing') && there.length === 0;
  if (isNotThere) return { isApplied };
  const stop = (reason: string, wayOut: string) => ({
    isApplied,
    blocker: { object: `migration ${file.tag}`, reason, wayOut },
  });
  if (!isApplied) {
    return stop(reasons[state](sumUp(there), sumUp(absent)), wayOutOf(state));
  }
  if (file.wayBack.length > 0) return { isApplied };
  return stop(`there is no drizzle/${file.tag}.down.sql`, 'write one, or restore a backup');
}

const wayOutOf = (state: MigrationState) =>
  state === 'altered' ? 'take the file back as it ran, with git' : 'run "npx burgee repair" first';

const halfThere = (there: string, absent: string) => `${there} is there, and ${absent} is not`;

const reasons: Readonly<Record<MigrationState, (there: string, absent: string) => string>> = {
  applied: halfThere,
  pending: halfThere,
  missing: halfThere,
  damaged: halfThere,
  unrecorded: () => 'everything it makes is there without a record',
  altered: () => 'its file has changed since it ran here, and its way back may not fit',
};

function unknown(to: string, files: readonly MigrationFile[]): MigrationError {
  return new MigrationError('unknown_migration', {
    message: `There is no migration "${to}".`,
    wayOut: `Name the one that is to stay the last: ${files.map(({ tag }) => tag).join(', ')}; or "${beforeAll}".`,
  });
}
