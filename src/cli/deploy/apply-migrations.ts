import { migrate } from '../../schema/migrate/migrate.ts';
import { rehearse } from '../../schema/migrate/rehearse.ts';
import { readTruth } from '../../schema/truth.ts';
import { readMigrationFiles } from '../drizzle-folder.ts';
import { counted } from '../report/layout.ts';
import type { Course, Tools } from './course.ts';
import { deployFailure } from './deploy-failure.ts';
import { noted } from './diary.ts';
import { assertGoingOn } from './shift.ts';

/** In a transaction that is rolled back: tells whom they would block. */
export async function rehearseMigrations(tools: Tools, { due }: Course): Promise<void> {
  await assertGoingOn(tools);
  if (due.length === 0) return;
  const { diary, call } = tools;
  await diary.step('rehearse', `${counted(due.length, 'migration')}, rolled back`, async () => {
    const files = await readMigrationFiles();
    const { migrations } = await rehearse(call.database, {
      files,
      now: call.now,
      onProgress: () => {},
    });
    const statements = migrations.flatMap((each) => each.statements);
    const blocking = statements.flatMap(({ locks }) =>
      locks.filter(({ effect }) => effect.startsWith('blocks_')).map(({ relation }) => relation),
    );
    const felt =
      blocking.length > 0 ? `blocks ${[...new Set(blocking)].join(', ')}` : 'blocks nobody';
    const summary = `${counted(statements.length, 'statement')} ran and ${statements.length === 1 ? 'was' : 'were'} rolled back; ${felt}`;
    return noted(summary);
  });
}

export async function applyMigrations(tools: Tools, course: Course): Promise<void> {
  await assertGoingOn(tools);
  if (course.due.length === 0) return;
  const { diary, call } = tools;
  await diary.step('migrate', course.due.join(', '), async () => {
    const { migrations } = await migrate(call.database, {
      files: await readMigrationFiles(),
      now: call.now,
      onProgress: (event) => {
        if (event.kind === 'ended') course.applied.push(event.tag);
        if (event.kind === 'waiting') diary.tell('waiting for another migration or repair …');
      },
    });
    await assertSound(tools);
    const milliseconds = migrations.reduce((sum, each) => sum + each.milliseconds, 0);
    return noted(`${course.applied.join(', ')} in ${milliseconds} ms`);
  });
}

/** Throws where the database is not what this code works with. */
export async function assertSound({ call }: Tools): Promise<void> {
  const { verdict } = await readTruth(call.database.reads, call.now().getTime());
  if (verdict === 'sound') return;
  throw deployFailure('schema_not_sound', `The database is ${verdict} after its migrations.`, {
    wayOut: 'See what is wrong: npx burgee status',
  });
}
