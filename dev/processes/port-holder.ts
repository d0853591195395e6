import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { findProcess, type ProcessEntry } from './process-table.ts';

/** Who listens on a TCP port, when this account may know. */
export function findPortHolder(port: number): ProcessEntry | undefined {
  const pid = process.platform === 'linux' ? pidFromProcFolder(port) : pidFromLsof(port);
  return pid === undefined ? undefined : findProcess(pid);
}

function pidFromProcFolder(port: number): number | undefined {
  const links = new Set(listeningInodes(port).map((inode) => `socket:[${inode}]`));
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const holder = pids.find((pid) => openFilesOf(pid).some((link) => links.has(link)));
  return holder === undefined ? undefined : Number(holder);
}

/** Columns of /proc/net/tcp: 1 is the local address in hex, 3 the state, 9 the inode. */
function listeningInodes(port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((table) => readLines(table))
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(suffix) && columns[3] === '0A')
    .map((columns) => columns[9] ?? '');
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(1);
  } catch {
    return [];
  }
}

function openFilesOf(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}

function pidFromLsof(port: number): number | undefined {
  try {
    const options = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'];
    return Number.parseInt(execFileSync('lsof', options, { encoding: 'utf8' }), 10) || undefined;
  } catch {
    return undefined;
  }
}
