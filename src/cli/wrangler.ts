import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { deploymentPolicy } from '../resource-policy.ts';
import { exitCodes } from './exit-codes.ts';
import { FailureError } from './failure.ts';
import { projectRoot } from './project.ts';

/** Cloudflare's own command, which knows how to log in and what the account has. */
export interface Wrangler {
  /** Whatever it ends with is an answer. */
  readonly attempt: (args: readonly string[], more?: WranglerInput) => Promise<WranglerEnd>;
  /** Throws a failure with what it says unless it ends well. */
  readonly run: (args: readonly string[], more?: WranglerInput) => Promise<WranglerEnd>;
  /** What it prints as JSON. Throws where it does not end well, or prints something else. */
  readonly ask: <Answer>(args: readonly string[]) => Promise<Answer>;
}

export interface WranglerInput {
  /** Goes to its standard input: what is among the arguments, everybody on the machine can read. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface WranglerEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface WranglerSettings {
  /** A script for Node. */
  readonly program: string;
  /** The path of `wrangler.toml`. */
  readonly config: string;
  readonly env: NodeJS.ProcessEnv;
}

export const installedWrangler = join(projectRoot, 'node_modules/wrangler/bin/wrangler.js');

/** What it has no need of. */
const withheld = ['DATABASE_URL', 'DATABASE_READ_URL', 'ADMIN_SECRET', 'METRICS_TOKEN'];

export function openWrangler(settings: WranglerSettings): Wrangler {
  const attempt: Wrangler['attempt'] = (args, more = {}) => start(settings, args, more);
  const run: Wrangler['run'] = async (args, more) => {
    const end = await attempt(args, more);
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
  return { attempt, run, ask };
}

/** No shell reads the words, and nobody is there to be asked. */
function start(
  { program, config, env }: WranglerSettings,
  args: readonly string[],
  { input = '', env: more = {} }: WranglerInput,
): Promise<WranglerEnd> {
  const inherited = Object.entries(env).filter(([name]) => !withheld.includes(name));
  const child = spawn(process.execPath, [program, ...args, '--config', config], {
    cwd: projectRoot,
    env: { ...Object.fromEntries(inherited), ...quiet, ...more },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: deploymentPolicy.wranglerMilliseconds,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk) => (stderr += chunk));
  // One that ends without reading fails by its exit code.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

const quiet = {
  NO_COLOR: '1',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_NO_SKILLS_UPDATE_PROMPTS: 'true',
  WRANGLER_SEND_METRICS: 'false',
};

/** Its errors, without what it says beside them. */
export function wordsOf({ stdout, stderr }: WranglerEnd): string {
  const lines = stripVTControlCharacters(`${stdout}\n${stderr}`)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/Logs were written to|^🪵/.test(line));
  const error = lines.findIndex((line) => line.includes('[ERROR]'));
  const said = error < 0 ? lines.slice(-4) : lines.slice(error, error + 4);
  return said.join(' ').replace(/^.*\[ERROR\]\s*/, '') || 'it says nothing';
}

function refused(args: readonly string[], end: WranglerEnd): FailureError {
  const how = end.exitCode === null ? 'was ended' : `ends with ${end.exitCode}`;
  return new FailureError({
    code: 'wrangler_failed',
    exitCode: exitCodes.unsound,
    message: `"wrangler ${args.join(' ')}" ${how}: ${wordsOf(end)}`,
    wayOut: 'Put right what it objects to.',
  });
}
