import { findProcess } from '../processes/process-table.ts';

/** A process as it was when it was recorded; its pid may have passed to another since. */
export interface RecordedProcess {
  readonly pid: number;
  readonly startMark: string;
}

export function recordProcess(pid: number): RecordedProcess {
  return { pid, startMark: findProcess(pid)?.startMark ?? '' };
}

/** Null for anything that recordProcess did not give. */
export function parseRecordedProcess(value: unknown): RecordedProcess | null {
  const { pid, startMark } = Object(value);
  const isRecord = Number.isSafeInteger(pid) && pid > 0 && typeof startMark === 'string';
  return isRecord ? { pid, startMark } : null;
}

export function isAlive({ pid, startMark }: RecordedProcess): boolean {
  return findProcess(pid)?.startMark === startMark;
}

/** Whether the pid belongs to another process by now. */
export function isReplaced(recorded: RecordedProcess): boolean {
  return findProcess(recorded.pid) !== undefined && !isAlive(recorded);
}
