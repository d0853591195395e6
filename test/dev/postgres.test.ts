import { chmodSync, lstatSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDatabase, databaseExists } from '../../dev/postgres/create-database.ts';
import { type Postgres, startPostgres } from '../../dev/postgres/start-postgres.ts';
import { sendSignal } from '../../dev/processes/send-signal.ts';

const isRoot = process.getuid?.() === 0;
const notes: string[] = [];
let folder: string;
let running: Postgres | undefined;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'burgee-cluster-')), 'postgres');
  chmodSync(dirname(folder), 0o711);
  notes.splice(0);
});

afterEach(async () => {
  await running?.stop();
  rmSync(realpathSync(folder), { recursive: true });
  rmSync(dirname(folder), { recursive: true });
});

async function start() {
  running = await startPostgres({
    folder,
    logFile: join(dirname(folder), 'postgres.log'),
    durable: false,
    note: (message) => notes.push(message),
  });
  return running;
}

it('keeps its data and password between runs', async () => {
  const first = await start();
  await createDatabase(first.databaseUrl('postgres'), 'kept');
  await first.stop();
  const second = await start();
  expect(await databaseExists(second.databaseUrl('postgres'), 'kept')).toBe(true);
  expect(notes).toEqual([]);
});

it('ends the Postgres that an earlier run left on its folder', async () => {
  const orphan = await start();
  const next = await start();
  expect(await orphan.exited).toContain('Postgres ended');
  expect(next.pid).not.toBe(orphan.pid);
  expect(notes.join()).toContain(`process ${orphan.pid}`);
});

it('does not touch a process that a stale lock file names by accident', async () => {
  await (await start()).stop();
  writeFileSync(join(realpathSync(folder), 'data/postmaster.pid'), `${process.pid}\n`);
  await start();
  expect(notes).toEqual([]);
});

it('says why it ended', async () => {
  const postgres = await start();
  sendSignal(postgres.pid, 'SIGKILL');
  expect(await postgres.exited).toContain('SIGKILL');
});

it.runIf(isRoot)('keeps its data outside a folder that its account may not enter', async () => {
  chmodSync(dirname(folder), 0o700);
  await start();
  expect(lstatSync(folder).isSymbolicLink()).toBe(true);
  expect(notes.join()).toContain(realpathSync(folder));
});
