import { resolve } from 'node:path';
import type { Given } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
import { projectRoot } from '../project.ts';

/** What was typed, and what the environment has. */
export interface DeploySettings {
  /** In percent, rising to 100. */
  readonly steps: readonly number[];
  /** For which each share of the traffic is watched. */
  readonly pauseSeconds: number;
  readonly configPath: string;
  /** Undefined is the one that is installed. */
  readonly wranglerFile: string | undefined;
  /** For the first deployment, which has no secrets to keep. */
  readonly secretsFile: string | undefined;
  /** Of an application. */
  readonly key: string | undefined;
  readonly isPlan: boolean;
  readonly acceptsDifferences: boolean;
  readonly acceptsBreaking: boolean;
  readonly isAllAtOnce: boolean;
}

/** Throws a usage failure for what cannot be meant. */
export function readDeploySettings(given: Given, env: NodeJS.ProcessEnv): DeploySettings {
  const text = (name: string) => (typeof given[name] === 'string' ? given[name] : undefined);
  const path = (name: string) => {
    const file = text(name);
    return file === undefined ? undefined : resolve(file);
  };
  return {
    steps: readSteps(text('steps') ?? '10,50,100'),
    pauseSeconds: readPause(text('pause') ?? '60'),
    configPath: path('config') ?? resolve(projectRoot, 'wrangler.toml'),
    wranglerFile: path('wrangler'),
    secretsFile: path('secrets-file'),
    key: text('key') ?? (env.BURGEE_KEY || undefined),
    isPlan: given.plan === true,
    acceptsDifferences: given['accept-differences'] === true,
    acceptsBreaking: given['accept-breaking'] === true,
    isAllAtOnce: given['all-at-once'] === true,
  };
}

function readSteps(text: string): readonly number[] {
  const steps = text.split(',').map(Number);
  const isRising = steps.every((step, index) => step > (steps[index - 1] ?? 0));
  const areParts = steps.every((step) => Number.isInteger(step) && step >= 1 && step <= 100);
  if (isRising && areParts && steps.at(-1) === 100) return steps;
  throw usage(
    `--steps ${text} does not rise to 100.`,
    'Write --steps 10,50,100: whole percents, the last of them 100.',
  );
}

function readPause(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0 && seconds <= 3600) return seconds;
  throw usage(`--pause ${text} is no number of seconds from 0 to 3600.`, 'Write --pause 60, say.');
}

function usage(message: string, wayOut: string): FailureError {
  return new FailureError({ code: 'usage', exitCode: exitCodes.usage, message, wayOut });
}
