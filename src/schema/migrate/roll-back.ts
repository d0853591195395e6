import type { Database, Queryable } from '../../db/connect.ts';
import { type Catalog, sumUp } from '../catalog/catalog.ts';
import { examine } from '../examine.ts';
import type { MigrationState } from '../migrations/judge-migrations.ts';
import { forgetStatement } from '../migrations/record-statements.ts';
import { expectedHere } from '../shadow.ts';
import { getJudged } from '../truth.ts';
import type { RunMigration } from './apply-next.ts';
import { unobserved } from './held-locks.ts';
import { inLockedTransaction } from './locked-transaction.ts';
import { countLosses, type Loss } from './losses.ts';
import type { MigrateRequest } from './migrate.ts';
import { type Finding, MigrationError } from './migration-error.ts';
import type { MigrationFile } from './migration-file.ts';
import type { ExaminedSchema } from './readiness.ts';
import { runStatements } from './run-statements.ts';
import { judgeUndoable } from './undoable.ts';

export interface RollbackRequest extends MigrateRequest {
  /** The tag that stays applied, or `none`. */
  readonly to: string;
}

export interface RollbackPlan {
  /** The last one first. */
  readonly tags: readonly string[];
  readonly losses: readonly Loss[];
}

/** What a rollback would take away. Changes nothing; throws MigrationError where it is not possible. */
export function planRollback(database: Database, request: RollbackRequest): Promise<RollbackPlan> {
  return inLockedTransaction(database, {
    onWaiting: () => request.onProgress({ kind: 'waiting' }),
    work: async (tx) => {
      const schema = await look(tx, request);
      const tags = listUndoable(request, schema).map(({ tag }) => tag);
      return { tags, losses: await countLosses(tx, tags, schema.actual) };
    },
  });
}

/**
 * Takes migrations back, the last one first, each in a transaction of its own together with its
 * record. Throws MigrationError; what was taken back before stays so.
 */
export async function rollBack(
  database: Database,
  request: RollbackRequest,
): Promise<readonly RunMigration[]> {
  const { onProgress } = request;
  const undone: RunMigration[] = [];
  for (;;) {
    const migration = await inLockedTransaction(database, {
      onWaiting: () => onProgress({ kind: 'waiting' }),
      work: (tx) => undoLast(tx, request),
    });
    if (migration === undefined) return undone;
    undone.push(migration);
    onProgress({ kind: 'ended', tag: migration.tag });
  }
}

async function undoLast(
  tx: Queryable,
  request: RollbackRequest,
): Promise<RunMigration | undefined> {
  const before = await look(tx, request);
  const [file] = listUndoable(request, before);
  if (file === undefined) return undefined;
  request.onProgress({ kind: 'started', tag: file.tag });
  const started = performance.now();
  const run = await runStatements(
    tx,
    { file: `${file.tag}.down.sql`, statements: [...file.wayBack, forgetStatement(file)] },
    unobserved,
  );
  assertUndone(file, before, await look(tx, request, before.expected));
  const milliseconds = Math.round(performance.now() - started);
  return { tag: file.tag, statements: run, milliseconds };
}

interface Look extends ExaminedSchema {
  /** In the words of the server at hand. */
  readonly expected: Catalog;
}

async function look(tx: Queryable, { now }: RollbackRequest, known?: Catalog): Promise<Look> {
  const expected = known ?? (await expectedHere(tx));
  return { expected, ...(await examine(tx, expected, now().getTime())) };
}

function listUndoable(
  { to, files }: RollbackRequest,
  schema: ExaminedSchema,
): readonly MigrationFile[] {
  const undoable = judgeUndoable(to, files, schema);
  if (undoable.blockers.length === 0) return undoable.files;
  throw refused(undoable.blockers);
}

function refused(findings: readonly Finding[]): MigrationError {
  return new MigrationError('refused', {
    message: 'The database is in no state to be rolled back. Nothing has been changed.',
    wayOut: findings[0]?.wayOut ?? 'See "npx burgee status".',
    findings,
  });
}

/** All of it is gone, with its record, and every other migration is what it was. */
function assertUndone({ tag }: MigrationFile, before: ExaminedSchema, after: ExaminedSchema): void {
  const { there } = getJudged(after.truth, tag);
  if (there.length > 0) throw notVerified(tag, `${sumUp(there)} is still there`);
  for (const { tag: other, state } of after.truth.migrations) {
    const was = getJudged(before.truth, other).state;
    const isAsBefore = isUnrun(state) ? other === tag || isUnrun(was) : state === was;
    if (!isAsBefore || (other === tag && !isUnrun(state))) {
      throw notVerified(tag, `migration ${other} is ${state}`);
    }
  }
}

/** Which of the two it is depends on what else is recorded. */
const isUnrun = (state: MigrationState) => state === 'pending' || state === 'missing';

function notVerified(tag: string, what: string): MigrationError {
  return new MigrationError('not_verified', {
    message: `Every statement of drizzle/${tag}.down.sql ran, and afterwards ${what}. Nothing of that file has happened.`,
    wayOut: `Run it as the role that owns the tables; if it is that, correct drizzle/${tag}.down.sql.`,
  });
}
