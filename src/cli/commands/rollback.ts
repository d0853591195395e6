import { planRollback, rollBack } from '../../schema/migrate/roll-back.ts';
import type { DatabaseCall, Report } from '../command.ts';
import { readMigrationFiles } from '../drizzle-folder.ts';
import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
import { rollbackReport } from '../report/rollback-report.ts';
import { typedAgain } from '../report/typed-again.ts';
import { withProgress } from '../with-progress.ts';

export async function run(call: DatabaseCall): Promise<Report> {
  const { database, given, now } = call;
  const { to, yes } = given;
  if (typeof to !== 'string') throw lacksTarget;
  const options = typedAgain(given, ['database-url']);
  const request = { to, files: await readMigrationFiles(), now };
  return withProgress(call, 'taking back', async (onProgress) => {
    const plan = await planRollback(database, { ...request, onProgress });
    const isDone = plan.tags.length === 0;
    if (isDone || yes !== true) {
      const exitCode = isDone ? exitCodes.ok : exitCodes.unsound;
      return { exitCode, ...rollbackReport({ ...plan, to, options }) };
    }
    const undone = await rollBack(database, { ...request, onProgress });
    return { exitCode: exitCodes.ok, ...rollbackReport({ ...plan, to, undone, options }) };
  });
}

const lacksTarget = new FailureError({
  code: 'usage',
  exitCode: exitCodes.usage,
  message: 'It is not said how far to go back.',
  wayOut:
    'Write --to <tag> with the migration that stays the last, or --to none; "npx burgee status" lists them.',
});
