import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Readiness, StoreState } from '../../contract/health/readiness.ts';
import { BackupError } from '../../control/backup/backup-error.ts';
import { writeBackup } from '../../control/backup/write-backup.ts';
import type { Versions } from '../../control/restore/raise-versions.ts';
import { type Restored, restoreBackup } from '../../control/restore/restore-backup.ts';
import type { Queryable } from '../../db/connect.ts';
import { backupName, openBackup, saveBackup } from '../backup-file.ts';
import type { DatabaseCall, FilesCall, Report } from '../command.ts';
import { contextOf } from '../context.ts';
import { readDeployment } from '../deployment.ts';
import { readMigrationFiles } from '../drizzle-folder.ts';
import { exitCodes } from '../exit-codes.ts';
import { explainFailure } from '../explain-failure.ts';
import { type Failure, FailureError } from '../failure.ts';
import { onDatabase } from '../on-database.ts';
import { version } from '../project.ts';
import { restoreReport } from '../report/restore-report.ts';
import { typedAgain } from '../report/typed-again.ts';
import { tellRows } from '../tell-rows.ts';
import { withProgress } from '../with-progress.ts';

export async function run({ argument, given, around }: FilesCall): Promise<Report> {
  if (argument === undefined) throw lacksFile;
  const file = resolve(argument);
  const source = openBackup(file);
  const published = await askPublished({ given, around });
  return onDatabase(given, around, async (call) => {
    const isRehearsal = given['dry-run'] === true;
    const keepsVersions = given['keep-versions'] === true;
    const restored = await restore(call, {
      source,
      published,
      isRehearsal,
      keepsVersions,
      mayReplace: given.replace === true,
    });
    const options = typedAgain(given, ['url', 'database-url']);
    const told = { file, isRehearsal, keepsVersions, isAsked: published !== undefined, options };
    return { exitCode: exitCodes.ok, ...restoreReport({ ...restored, ...told }) };
  });
}

type Request = Omit<
  Parameters<typeof restoreBackup>[0],
  'ctx' | 'files' | 'onProgress' | 'onRows' | 'saveWayBack'
>;

/** What was to be replaced is thrown away where nothing surely was: a lost connection may have been that of a commit. */
async function restore(call: DatabaseCall, request: Request): Promise<Restored> {
  const files = await readMigrationFiles();
  const wayBack = resolve(backupName('burgee-before-restore', call.now()));
  let isSaved = false;
  const saveWayBack = async (tx: Queryable) => {
    const packed = writeBackup(tx, { codeVersion: version, onEnd: () => {} });
    await saveBackup(wayBack, packed).catch(notReplaced);
    isSaved = true;
    return wayBack;
  };
  const onRows = countedUp(tellRows(call.progress));
  try {
    return await withProgress(call, 'applying', (onProgress) =>
      restoreBackup({ ...request, ctx: contextOf(call), files, onProgress, onRows, saveWayBack }),
    );
  } catch (error) {
    if (!isSaved) throw error;
    const failure = explainFailure(error, call.address);
    if (failure.exitCode !== exitCodes.unsound) throw perhapsReplaced(failure, wayBack);
    rmSync(wayBack, { force: true });
    throw error;
  }
}

/** Without a way back there is no way forward either. */
function notReplaced(error: unknown): never {
  if (!(error instanceof BackupError && error.code === 'not_written')) throw error;
  throw new BackupError('not_written', {
    message: `What is there cannot be saved first, so nothing was replaced: ${error.message}`,
    wayOut:
      'It is saved in the folder that the command is run in: run it from one that you may write to, on a disk with room for all of it.',
  });
}

const perhapsReplaced = (failure: Failure, wayBack: string) =>
  new FailureError({
    ...failure,
    wayOut: `All of it was replaced, or nothing: the same command with --dry-run tells what differs. What was there before is in ${wayBack}.`,
  });

/** From rows that came to rows so far. */
function countedUp(tell: (table: string, rows: number) => void) {
  const rows = new Map<string, number>();
  return (table: string, more: number) => {
    rows.set(table, (rows.get(table) ?? 0) + more);
    tell(table, rows.get(table) ?? 0);
  };
}

/** What a deployment serves; undefined where none was named, or it does not reach where it publishes. */
async function askPublished({ given, around }: FilesCall): Promise<Versions | undefined> {
  const { url } = given;
  const { BURGEE_URL, ADMIN_SECRET } = around.env;
  if (typeof url !== 'string' && !(BURGEE_URL && ADMIN_SECRET)) return undefined;
  const deployment = readDeployment(typeof url === 'string' ? { url } : {}, around.env);
  const answer = await deployment
    .ask<Readiness>('GET', '/health/ready')
    .catch(({ message }: Error) => ({ message }));
  if ('snapshots' in answer && [answer.kv, answer.hub ?? 'ok'].every(isTold)) {
    return new Map(answer.snapshots.map((each) => [each.environment, each.version]));
  }
  const reason =
    'message' in answer ? answer.message : `${deployment.url} does not reach it, or has lost it.`;
  around.progress(`what is published is not known, so a gap is left: ${reason}`);
  return undefined;
}

/** Of a place that lacks what was published, what the deployment says is that of an older one. */
const isTold = (state: StoreState) => state === 'ok' || state === 'behind';

const lacksFile = new FailureError({
  code: 'usage',
  exitCode: exitCodes.usage,
  message: 'It is not said which backup.',
  wayOut: 'Write npx burgee restore <file>, with what "npx burgee backup" wrote.',
});
