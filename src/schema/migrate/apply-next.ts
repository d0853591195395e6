import type { Queryable } from '../../db/connect.ts';
import { type Catalog, sumUp } from '../catalog/catalog.ts';
import { examine } from '../examine.ts';
import { createRecordsTable, recordStatement } from '../migrations/record-statements.ts';
import { getJudged } from '../truth.ts';
import type { LockObserver } from './held-locks.ts';
import { type Finding, MigrationError } from './migration-error.ts';
import type { MigrationFile } from './migration-file.ts';
import { judgeReadiness } from './readiness.ts';
import { type RunStatement, runStatements } from './run-statements.ts';

export interface RunMigration {
  readonly tag: string;
  readonly statements: readonly RunStatement[];
  readonly milliseconds: number;
}

export interface Advance {
  /** Undefined when none was due. */
  readonly migration?: RunMigration;
  readonly warnings: readonly Finding[];
}

export interface AdvanceRequest {
  readonly files: readonly MigrationFile[];
  /** In the words of the server at hand. */
  readonly expected: Catalog;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly observer: LockObserver;
  readonly onStart: (tag: string) => void;
}

/**
 * Runs the first migration that is due, records it, and looks whether all of it is there. What is
 * due is asked within the transaction, under the lock: whoever waited for it finds it done.
 */
export async function applyNext(tx: Queryable, request: AdvanceRequest): Promise<Advance> {
  const { expected, now, observer, onStart } = request;
  const { actual, truth } = await examine(tx, expected, now);
  const { due, blockers, warnings } = judgeReadiness({ actual, truth });
  if (blockers.length > 0) throw blocked(blockers);
  const file = request.files.find(({ tag }) => tag === due[0]);
  if (file === undefined) return { warnings };
  onStart(file.tag);
  const started = performance.now();
  const run = await runStatements(
    tx,
    {
      file: `${file.tag}.sql`,
      statements: [
        ...createRecordsTable(actual),
        ...file.statements,
        recordStatement(file, actual),
      ],
    },
    observer,
  );
  await assertApplied(tx, file, request);
  const milliseconds = Math.round(performance.now() - started);
  return { migration: { tag: file.tag, statements: run, milliseconds }, warnings };
}

function blocked(findings: readonly Finding[]): MigrationError {
  return new MigrationError('refused', {
    message: 'The database is in no state to be migrated. Nothing has been changed.',
    wayOut: findings[0]?.wayOut ?? 'See "npx burgee status".',
    findings,
  });
}

async function assertApplied(
  tx: Queryable,
  { tag }: MigrationFile,
  { expected, now }: AdvanceRequest,
): Promise<void> {
  const { truth } = await examine(tx, expected, now);
  const { state, absent } = getJudged(truth, tag);
  if (state === 'applied') return;
  throw new MigrationError('not_verified', {
    message: `Every statement of drizzle/${tag}.sql ran, and yet ${absent.length > 0 ? sumUp(absent) : 'its record'} is not there. Nothing of that file has happened.`,
    wayOut:
      'Run it as the role that owns the tables, and look for a trigger or a rule that undoes it; "npx burgee status" tells what is there.',
  });
}
