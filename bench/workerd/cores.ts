import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A command and its arguments. */
export type Command = readonly [file: string, ...args: string[]];

/** Pins a command to one of the cores we may use; as it is where there is one core, or no taskset. */
export type Pin = (command: Command) => Command;

/** What is measured runs on the first core, what asks it on the last. */
export function choosePins(): { readonly server: Pin; readonly load: Pin } {
  const cores = listCores();
  if (cores.length < 2 || !hasTaskset()) return { server: asItIs, load: asItIs };
  return { server: pinTo(Math.min(...cores)), load: pinTo(Math.max(...cores)) };
}

const asItIs: Pin = (command) => command;

const pinTo =
  (core: number): Pin =>
  (command) => ['taskset', '-c', String(core), ...command];

/** Of a list such as `0-3,8`. */
function listCores(): number[] {
  const status = readFileSync('/proc/self/status', 'utf8');
  const ranges = /^Cpus_allowed_list:\s*(.*)$/m.exec(status)?.[1]?.split(',') ?? [];
  return ranges.flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
