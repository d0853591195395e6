import { readFileSync } from 'node:fs';
import { listProcesses } from '../../dev/processes/process-table.ts';

/** What the workerd processes of a group hold in memory, in bytes. */
export function workerdBytes(groupId: number): number {
  return listProcesses()
    .filter((each) => each.groupId === groupId && /workerd\S* serve/.test(each.command))
    .reduce((sum, { pid }) => sum + residentBytes(pid), 0);
}

function residentBytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kibibytes ?? 0) * 1_024;
}
