import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessEntry {
  readonly pid: number;
  readonly parentPid: number;
  readonly groupId: number;
  /** Opaque. The same pid with the same mark is the same process, also across a reboot. */
  readonly startMark: string;
  readonly command: string;
}

/** Living processes; a zombie is dead already. */
export function listProcesses(): ProcessEntry[] {
  return process.platform === 'linux' ? fromProcFolder() : fromPs();
}

export function findProcess(pid: number): ProcessEntry | undefined {
  if (process.platform === 'linux') return readProcEntry(pid, readBootId());
  return fromPs().find((entry) => entry.pid === pid);
}

function fromProcFolder(): ProcessEntry[] {
  const bootId = readBootId();
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcEntry(Number(name), bootId))
    .filter((entry) => entry !== undefined);
}

function readBootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

function readProcEntry(pid: number, bootId: string): ProcessEntry | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return parseProcStat({ pid, stat, command, bootId });
  } catch {
    return undefined;
  }
}

/** Fields as in proc(5); the program's name, in brackets, may hold anything. */
function parseProcStat(source: {
  pid: number;
  stat: string;
  command: string;
  bootId: string;
}): ProcessEntry | undefined {
  const fields = source.stat.slice(source.stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return {
    pid: source.pid,
    parentPid: Number(fields[1]),
    groupId: Number(fields[2]),
    startMark: `${source.bootId}/${fields[19]}`,
    command: source.command,
  };
}

function fromPs(): ProcessEntry[] {
  const columns = 'pid=,ppid=,pgid=,stat=,lstart=,command=';
  const table = execFileSync('ps', ['-axo', columns], { encoding: 'utf8' });
  return table
    .split('\n')
    .map(parsePsLine)
    .filter((entry) => entry !== undefined);
}

function parsePsLine(line: string): ProcessEntry | undefined {
  const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+((?:\S+\s+){4}\S+)\s+(.*)$/.exec(line);
  if (!match || match[4]?.startsWith('Z')) return undefined;
  const [, pid, parentPid, groupId, , startMark = '', command = ''] = match;
  return {
    pid: Number(pid),
    parentPid: Number(parentPid),
    groupId: Number(groupId),
    startMark,
    command,
  };
}
