import { setTimeout as sleep } from 'node:timers/promises';
import { findProcess, listProcesses, type ProcessEntry } from './process-table.ts';

export interface EndOptions {
  /** Who is left; asked again until the answer is empty. */
  list: () => ProcessEntry[];
  /** Sent one after the other, each with its own period of grace. */
  signals: NodeJS.Signals[];
  graceMilliseconds: number;
}

/** Resolves when none is left; throws when some outlive the last signal. */
export async function endProcesses({ list, signals, graceMilliseconds }: EndOptions) {
  for (const signal of signals) {
    for (const entry of list()) send(entry.pid, signal);
    if (await isEmptyWithin(list, graceMilliseconds)) return;
  }
  const left = list().map((entry) => `${entry.pid} (${entry.command})`);
  if (left.length > 0) throw new Error(`could not end process ${left.join(', ')}`);
}

export async function endProcess(pid: number, signals: NodeJS.Signals[]) {
  const startMark = findProcess(pid)?.startMark;
  const list = () => [findProcess(pid)].filter((entry) => entry?.startMark === startMark);
  await endProcesses({
    list: () => list().filter((entry) => entry !== undefined),
    signals,
    graceMilliseconds: 5_000,
  });
}

/**
 * A detached child leads a group of its own, which its grandchildren share. The leader is asked first,
 * for it ends and reaps its children in good order; then whoever is left.
 */
export async function endProcessGroup(groupId: number) {
  const list = () => listProcesses().filter((entry) => entry.groupId === groupId);
  send(groupId, 'SIGTERM');
  if (await isEmptyWithin(list, 3_000)) return;
  await endProcesses({ list, signals: ['SIGTERM', 'SIGKILL'], graceMilliseconds: 2_000 });
}

function send(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function isEmptyWithin(list: () => ProcessEntry[], milliseconds: number) {
  const deadline = Date.now() + milliseconds;
  while (list().length > 0) {
    if (Date.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}
