import pg from 'pg';
import { startDev } from './dev-run.ts';
import { temporaryDevDir } from './temporary-dev-dir.ts';

/** `npm run dev` in a folder of its own, and a connection to the database that it keeps there. */
export async function startDevWithDatabase() {
  const devDir = temporaryDevDir();
  const run = await startDev(devDir.path);
  const client = new pg.Client({ connectionString: run.devFile.database_url });
  client.on('error', () => {});
  await client.connect();
  const stop = async () => {
    await client.end();
    await run.interrupt();
    devDir.remove();
  };
  return { run, client, devDir: devDir.path, stop };
}

export type DevWithDatabase = Awaited<ReturnType<typeof startDevWithDatabase>>;
