import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploymentPolicy } from '../../resource-policy.ts';
import { projectRoot } from '../project.ts';

/** Runs one command of wrangler to its end, whatever that is. */
export type Wrangler = (args: readonly string[]) => Promise<WranglerEnd>;

export interface WranglerEnd {
  readonly exitCode: number;
  readonly stdout: string;
  /** Why it failed, as it says itself. */
  readonly complaint: string;
  /** What it wrote to its output file for programs, in order. */
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly type: string;
  readonly version_id?: string | null;
  readonly message?: string;
  readonly code?: number | string;
}

export interface WranglerPlace {
  /** Undefined is the one that is installed with this code. */
  readonly file: string | undefined;
  readonly configPath: string;
  readonly env: NodeJS.ProcessEnv;
}

const ours = join(projectRoot, 'node_modules/wrangler/bin/wrangler.js');

/** As a child without a shell and without a terminal, which asks nothing then. */
export function wranglerAt({ file = ours, configPath, env }: WranglerPlace): Wrangler {
  return async (args) => {
    const folder = mkdtempSync(join(tmpdir(), 'burgee-wrangler-'));
    const output = join(folder, 'output.ndjson');
    try {
      const ended = await run(file, [...args, '--config', configPath], {
        ...env,
        WRANGLER_OUTPUT_FILE_PATH: output,
        NO_COLOR: '1',
      });
      const entries = readEntries(output);
      return { ...ended, entries, complaint: complaintOf(ended, entries) };
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * In a process group of its own: Ctrl-C of the terminal is for us, and does not end an upload half way. What
 * takes too long is ended with all it has started.
 */
function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const isScript = /\.[cm]?[jt]s$/.test(file);
  const [command, ...first] = isScript ? [process.execPath, file] : [file];
  const child = spawn(command ?? file, [...first, ...args], {
    cwd: projectRoot,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk) => {
      said[name] += chunk;
    });
  }
  const timer = setTimeout(() => {
    said.stderr += `\nit took longer than ${deploymentPolicy.wranglerMilliseconds / 60_000} minutes`;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, deploymentPolicy.wranglerMilliseconds);
  return new Promise((resolve) => {
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ exitCode: 127, ...said, stderr: `${error.message}` });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ exitCode: code ?? 1, ...said });
    });
  });
}

function readEntries(path: string): readonly Entry[] {
  try {
    const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line));
  } catch {
    return [];
  }
}

function complaintOf({ exitCode, stdout, stderr }: Ended, entries: readonly Entry[]): string {
  if (exitCode === 0) return '';
  const failed = entries.findLast(({ type }) => type === 'command-failed');
  const text = failed?.message ?? (stderr.trim() || stdout.trim());
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter(Boolean).slice(-4).join(' ') || `it ended with ${exitCode}`;
}
