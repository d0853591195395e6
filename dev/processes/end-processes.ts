import { setTimeout as sleep } from 'node:timers/promises';
import { findProcess, listProcesses, type ProcessEntry } from './process-table.ts';
import { sendSignal } from './send-signal.ts';

interface EndOptions {
  /** Who is left; asked again until the answer is empty. */
  readonly list: () => readonly ProcessEntry[];
  /** Sent one after the other, each with its own period of grace. */
  readonly signals: readonly NodeJS.Signals[];
  readonly graceMilliseconds: number;
}

/** Asks for a fast shutdown, then an immediate one, then kills. Throws when even that fails. */
export async function endPostmaster(pid: number) {
  const startMark = findProcess(pid)?.startMark;
  if (startMark === undefined) return;
  const list = () => {
    const entry = findProcess(pid);
    return entry?.startMark === startMark ? [entry] : [];
  };
  const signals = ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const;
  await endProcesses({ list, signals, graceMilliseconds: 5_000 });
}

/**
 * A detached child leads a group of its own, which its grandchildren share. The leader is asked first,
 * for it ends and reaps its children in good order; then whoever is left.
 */
export async function endProcessGroup(groupId: number) {
  const list = () => listProcesses().filter((entry) => entry.groupId === groupId);
  sendSignal(groupId, 'SIGTERM');
  if (await isEmptyWithin(list, 3_000)) return;
  await endProcesses({ list, signals: ['SIGTERM', 'SIGKILL'], graceMilliseconds: 2_000 });
}

/** Resolves when none is left; throws when some outlive the last signal. */
async function endProcesses({ list, signals, graceMilliseconds }: EndOptions) {
  for (const signal of signals) {
    for (const entry of list()) sendSignal(entry.pid, signal);
    if (await isEmptyWithin(list, graceMilliseconds)) return;
  }
  const left = list().map((entry) => `${entry.pid} (${entry.command})`);
  if (left.length > 0) throw new Error(`could not end process ${left.join(', ')}`);
}

async function isEmptyWithin(list: EndOptions['list'], milliseconds: number) {
  const deadline = Date.now() + milliseconds;
  while (list().length > 0) {
    if (Date.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}
