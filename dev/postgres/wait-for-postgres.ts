import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** Long enough for the recovery after a killed run. */
const patienceMilliseconds = 60_000;

/** Resolves when the server answers; throws when it ends first or takes too long. */
export async function waitForPostgres(connectionString: string, exited: Promise<string>) {
  let ended: string | undefined;
  exited.then((reason) => {
    ended = reason;
  });
  const deadline = Date.now() + patienceMilliseconds;
  while (!(await answers(connectionString))) {
    if (ended !== undefined) throw new Error(ended);
    if (Date.now() > deadline) throw new Error('Postgres does not answer');
    await sleep(50);
  }
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
