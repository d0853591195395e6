import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePortBeside } from '../processes/free-port.ts';
import { endLeftovers } from './leftovers.ts';
import { formatLock, type LockContent } from './lock-content.ts';
import { takeLockFile } from './lock-file.ts';
import { writePrivateFile } from './private-file.ts';
import { recordProcess } from './recorded-process.ts';
import type { Settings } from './settings.ts';
import { otherFolder, startCommand } from './start-command.ts';
import { StartError } from './start-error.ts';

export interface Lock {
  readonly update: (change: Partial<LockContent>) => void;
  readonly release: () => void;
}

/** One run for each DEV_DIR. Throws StartError while another lives; ends what a dead one left. */
export async function acquireLock(
  settings: Settings,
  note: (message: string) => void,
): Promise<Lock> {
  const file = join(settings.devDir, 'dev.lock');
  const nothing = { url: null, neon_faults_url: null, postgres: null, wrangler: null };
  const content: LockContent = { ...recordProcess(process.pid), ...nothing };
  const update: Lock['update'] = (change) =>
    writePrivateFile(file, formatLock(Object.assign(content, change)));
  const outcome = takeLockFile(file, content);
  if (outcome.kind === 'held') throw await alreadyRunning(outcome.holder, settings);
  if (outcome.kind === 'replaced') {
    note(explain(outcome.earlier));
    if (outcome.earlier) await endLeftovers(outcome.earlier, note);
    update(nothing);
  }
  return { update, release: () => rmSync(file, { force: true }) };
}

function explain(earlier: LockContent | undefined): string {
  if (!earlier) return 'dev.lock was not written by a run; it has been replaced';
  return `an earlier run (process ${earlier.pid}) was killed; tidying up after it`;
}

async function alreadyRunning({ pid, url }: LockContent, settings: Settings): Promise<StartError> {
  const port = await freePortBeside(settings.port);
  const beside = startCommand({ DEV_DIR: otherFolder(settings.given), PORT: String(port) });
  return new StartError(
    `already running on ${settings.devDirName}: process ${pid}${url ? `, ${url}` : ''}`,
    `stop it with Ctrl-C in its terminal or with \`kill ${pid}\`, or start a second one beside it: ${beside}`,
  );
}
