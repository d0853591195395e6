import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploymentPolicy } from '../resource-policy.ts';
import { exitCodes } from './exit-codes.ts';
import { FailureError } from './failure.ts';
import { projectRoot } from './project.ts';
import { cannotStart, complaintOf, findTrouble } from './wrangler-complaint.ts';
import type { WranglerEnd, WranglerEntry } from './wrangler-end.ts';

/** Cloudflare's own command, which knows how to log in and what the account has. */
export interface Wrangler {
  /** Whatever it ends with is an answer. What is secret goes to its standard input: arguments are public. */
  readonly attempt: (args: readonly string[], input?: string) => Promise<WranglerEnd>;
  /** Throws a failure with what it says unless it ends well. */
  readonly run: (args: readonly string[], input?: string) => Promise<WranglerEnd>;
  /** What it prints as JSON. Throws where it does not end well, or prints something else. */
  readonly ask: <Answer>(args: readonly string[]) => Promise<Answer>;
  /** At once, with all that it has started: where we end, it would go on by itself. */
  readonly endAll: () => void;
}

export interface WranglerSettings {
  /** A script, or a program; undefined is the one that is installed with this code. */
  readonly program: string | undefined;
  /** The path of `wrangler.toml`. */
  readonly config: string;
  readonly env: NodeJS.ProcessEnv;
}

const installed = join(projectRoot, 'node_modules/wrangler/bin/wrangler.js');

/** What it has no need of. */
const withheld = ['DATABASE_URL', 'DATABASE_READ_URL', 'ADMIN_SECRET', 'METRICS_TOKEN'];

/** Throws where it is not there. */
export function openWrangler(settings: WranglerSettings): Wrangler {
  assertThere(settings.program);
  const running: Running = new Set();
  const attempt: Wrangler['attempt'] = (args, input = '') =>
    start({ ...settings, running }, args, input);
  const run: Wrangler['run'] = async (args, input) => {
    const end = await attempt(args, input);
    if (end.exitCode !== 0) throw refused(args, end);
    return end;
  };
  const ask = async <Answer>(args: readonly string[]) => {
    const end = await run(args);
    try {
      return JSON.parse(end.stdout) as Answer;
    } catch {
      throw refused(args, end);
    }
  };
  return { attempt, run, ask, endAll: () => running.forEach(endGroup) };
}

/** The processes that are under way. */
type Running = Set<ChildProcess>;

async function start(
  { program = installed, config, env, running }: WranglerSettings & { readonly running: Running },
  args: readonly string[],
  input: string,
): Promise<WranglerEnd> {
  const folder = mkdtempSync(join(tmpdir(), 'burgee-wrangler-'));
  const output = join(folder, 'output.ndjson');
  const inherited = Object.entries(env).filter(([name]) => !withheld.includes(name));
  const around = { ...Object.fromEntries(inherited), ...quiet, WRANGLER_OUTPUT_FILE_PATH: output };
  const isScript = /\.[cm]?[jt]s$/.test(program);
  const command = [...(isScript ? [process.execPath] : []), program, ...args, '--config', config];
  try {
    const ended = await runToEnd(command, { env: around, input, running });
    return { ...ended, entries: readEntries(output) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const quiet = {
  NO_COLOR: '1',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_NO_SKILLS_UPDATE_PROMPTS: 'true',
  WRANGLER_SEND_METRICS: 'false',
};

/**
 * No shell reads the words, and nobody is there to be asked. In a process group of its own: Ctrl-C of the
 * terminal is for us, and does not end an upload half way. What takes too long is ended with all it has started.
 */
function runToEnd(
  [file = '', ...args]: readonly string[],
  { env, input, running }: RunSettings,
): Promise<Omit<WranglerEnd, 'entries'>> {
  const child = spawn(file, args, { cwd: projectRoot, env, detached: true, stdio: 'pipe' });
  running.add(child);
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk) => {
      said[name] += chunk;
    });
  }
  // One that ends without reading fails by its exit code.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const timer = setTimeout(() => {
    said.stderr += `\nit took longer than ${deploymentPolicy.wranglerMilliseconds / 60_000} minutes`;
    endGroup(child);
  }, deploymentPolicy.wranglerMilliseconds);
  const ended = new Promise<Omit<WranglerEnd, 'entries'>>((resolve) => {
    child.once('error', ({ message }) =>
      resolve({ exitCode: cannotStart, ...said, stderr: message }),
    );
    child.once('close', (code) => resolve({ exitCode: code ?? 1, ...said }));
  });
  return ended.finally(() => {
    clearTimeout(timer);
    running.delete(child);
  });
}

interface RunSettings {
  readonly env: NodeJS.ProcessEnv;
  readonly input: string;
  readonly running: Running;
}

/** One that did not start has no id; one that has just ended, no group. */
function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function readEntries(path: string): readonly WranglerEntry[] {
  try {
    const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line));
  } catch {
    return [];
  }
}

/** There is no JSON of queues, and a list has pages. */
export async function hasQueue(wrangler: Wrangler, queue: string): Promise<boolean> {
  const args = ['queues', 'info', queue];
  const end = await wrangler.attempt(args);
  if (end.exitCode === 0) return true;
  if (/does not exist/i.test(complaintOf(end))) return false;
  throw refused(args, end);
}

function refused(args: readonly string[], end: WranglerEnd): FailureError {
  const trouble = findTrouble(end);
  const why = trouble ? `${trouble.why} (${complaintOf(end)})` : complaintOf(end);
  return new FailureError({
    code: trouble?.code ?? 'wrangler_failed',
    exitCode: exitCodes.unsound,
    message: `"wrangler ${args.join(' ')}" ends with ${end.exitCode}: ${why}`,
    wayOut: trouble?.wayOut ?? 'Put right what it objects to.',
  });
}

/** Throws before anything is asked of it where there is none. */
function assertThere(program: string | undefined): void {
  if (statSync(program ?? installed, { throwIfNoEntry: false })?.isFile()) return;
  throw new FailureError({
    code: 'no_wrangler',
    exitCode: exitCodes.usage,
    message: program
      ? `There is no file ${program}, which --wrangler names.`
      : `wrangler is not installed with this code: there is no ${installed}.`,
    wayOut: program
      ? 'Correct the path, or leave --wrangler out: then the wrangler that npm ci has installed is taken.'
      : 'Run npm ci.',
  });
}
