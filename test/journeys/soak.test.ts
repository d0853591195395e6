import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../dev/postgres/create-database.ts';
import { type Postgres, startPostgres } from '../../dev/postgres/start-postgres.ts';
import type { Readiness } from '../../src/contract/health/readiness.ts';
import { type DevRun, startDev } from '../support/dev-run.ts';
import { kvOnDisk } from '../support/kv-on-disk.ts';
import { applyLoad, printTally } from '../support/load.ts';
import { temporaryDevDir } from '../support/temporary-dev-dir.ts';

/** `SOAK_SECONDS=60 npm test` soaks for longer. */
const soakSeconds = Number(process.env.SOAK_SECONDS) || 20;

const devDir = temporaryDevDir();
const postgresDir = temporaryDevDir();
let postgres: Postgres;
let run: DevRun;

const startOwnPostgres = (preferredPort?: number) =>
  startPostgres({
    folder: `${postgresDir.path}/postgres`,
    logFile: `${postgresDir.path}/postgres.log`,
    durable: false,
    preferredPort,
  });

beforeAll(async () => {
  postgres = await startOwnPostgres();
  await createDatabase(postgres.databaseUrl('postgres'), 'burgee');
  run = await startDev(devDir.path, { DATABASE_URL: postgres.databaseUrl('burgee') });
});
afterAll(async () => {
  await run?.interrupt();
  await postgres?.stop();
  devDir.remove();
  postgresDir.remove();
});

const readiness = async () => (await (await run.get('/health/ready')).json()) as Readiness;

it('answers every evaluation while Postgres and KV die and come back', async () => {
  const kv = kvOnDisk(`${devDir.path}/wrangler`);
  const startPostgresAgain = async () => {
    postgres = await startOwnPostgres(postgres.port);
  };
  const phases: (() => unknown)[] = [
    () => postgres.stop(),
    () => kv.hide(),
    startPostgresAgain,
    () => kv.show(),
    () => kv.corrupt(),
    () => postgres.stop(),
    startPostgresAgain,
    () => kv.mend(),
  ];
  const { client_key, server_key } = run.devFile;
  const load = applyLoad([
    () => run.get('/features/admin.analytics?user_id=42', client_key),
    () => run.get('/features?organisation_id=zebra', server_key),
    () => run.get('/features/admin.analytics?default=false', server_key),
  ]);
  for (const phase of phases) {
    await phase();
    await sleep((soakSeconds * 1_000) / phases.length);
  }
  const tally = await load.stop();
  printTally(`${soakSeconds} s of faults`, tally);

  expect(Object.keys(tally.statuses)).toEqual(['200']);
  expect(Object.keys(tally.sources)).not.toContain('default');
  expect(tally.answers).toBeGreaterThan(soakSeconds * 20);
  await expect
    .poll(readiness)
    .toMatchObject({ status: 'ready', kv: 'ok', postgres: 'ok', schema: 'sound' });
}, 180_000);
