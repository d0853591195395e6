import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { findProcess } from '../processes/process-table.ts';
import { scratchFolder, scratchFolders } from '../scratch-folder.ts';
import { endOrphanPostmaster } from './orphan.ts';
import { type Postgres, startPostgres } from './start-postgres.ts';

const prefix = 'burgee-postgres-';

/** A Postgres whose data are deleted when it stops; what killed test runs left is removed first. */
export async function startTemporaryPostgres(): Promise<Postgres> {
  await removeAbandoned();
  const folder = mkdtempSync(join(scratchFolder(), `${prefix}${process.pid}-`));
  chmodSync(folder, 0o711);
  const postgres = await startPostgres({
    folder: join(folder, 'postgres'),
    logFile: join(folder, 'postgres.log'),
    durable: false,
  });
  const stop = async () => {
    await postgres.stop();
    removeFolder(folder);
  };
  return { ...postgres, stop };
}

async function removeAbandoned() {
  for (const root of scratchFolders.filter((each) => existsSync(each))) {
    for (const name of readdirSync(root)) await removeIfAbandoned(root, name);
  }
}

async function removeIfAbandoned(root: string, name: string) {
  const folder = join(root, name);
  if (!name.startsWith(prefix) || isOwnerAlive(name) || !isOurs(folder)) return;
  await endOrphanPostmaster(join(homeOf(folder), 'data'));
  removeFolder(folder);
}

function isOwnerAlive(name: string): boolean {
  return findProcess(Number.parseInt(name.slice(prefix.length), 10)) !== undefined;
}

function isOurs(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.();
}

/** The data may lie elsewhere, behind a link. */
function homeOf(folder: string): string {
  const home = join(folder, 'postgres');
  try {
    return realpathSync(home);
  } catch {
    return home;
  }
}

function removeFolder(folder: string) {
  rmSync(homeOf(folder), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}
