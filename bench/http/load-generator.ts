import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Pin } from '../workerd/cores.ts';
import type { Count, Target } from './load.ts';

export interface LoadGenerator {
  /** What was answered since it began, by target. */
  readonly count: () => Promise<readonly Count[]>;
  readonly end: () => Promise<void>;
}

/** Loads the targets from a process of its own. */
export function startLoad(targets: readonly Target[], pin: Pin): LoadGenerator {
  const [file, ...args] = pin([process.execPath, 'bench/http/load.ts']);
  const child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  child.send(targets);
  return {
    async count() {
      child.send('count');
      const [counts] = await once(child, 'message');
      return counts;
    },
    async end() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
