import { migrate } from '../../schema/migrate/migrate.ts';
import { readTruth } from '../../schema/truth.ts';
import { readMigrationFiles } from '../drizzle-folder.ts';
import { counted } from '../report/layout.ts';
import { due, present, type Step } from './step.ts';

export const migrationsStep: Step = {
  id: 'migrations',
  title: 'Migrations',
  does: 'applies what is due, each file verified',
  needs: ['database'],
  look: async ({ call: { database, now } }) => {
    const { migrations } = await readTruth(database.reads, now().getTime());
    const pending = migrations.filter(({ state }) => state !== 'applied');
    return pending.length === 0
      ? present(`all ${migrations.length} are applied`)
      : due(`applies ${pending.length} of ${migrations.length}, each verified`);
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
