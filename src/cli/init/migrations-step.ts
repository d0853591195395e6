import { migrate } from '../../schema/migrate/migrate.ts';
import { readTruth } from '../../schema/truth.ts';
import { readMigrationFiles } from '../drizzle-folder.ts';
import { counted } from '../report/layout.ts';
import { assertNoneRelies } from './assert-none-runs.ts';
import { due, present, type Step } from './step.ts';

export const migrationsStep: Step = {
  id: 'migrations',
  title: 'Migrations',
  does: 'applies what is due, each file verified',
  needs: ['database'],
  look: async (ground) => {
    const { database, now } = ground.call;
    const { migrations } = await readTruth(database.reads, now().getTime());
    const pending = migrations.filter(({ state }) => state !== 'applied').length;
    if (pending === 0) return present(`all ${migrations.length} are applied`);
    if (pending < migrations.length) await assertNoneRelies(ground, pending);
    return due(`applies ${pending} of ${migrations.length}, each verified`);
  },
  carryOut: async ({ call: { database, now, progress } }) => {
    const { migrations } = await migrate(database, {
      files: await readMigrationFiles(),
      now,
      onProgress: (event) => {
        if (event.kind === 'started') progress(`applying ${event.tag} …`);
      },
    });
    return `applied ${counted(migrations.length, 'migration')}, each verified`;
  },
};
