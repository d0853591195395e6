#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { readState, writeState } from './account-state.ts';
import { answers, CallRefusedError } from './answer-call.ts';

/** Stands in for the command `wrangler`, with the account that the file STAND_IN_ACCOUNT has. */
const file = process.env.STAND_IN_ACCOUNT ?? '';
const args = process.argv.slice(2);
const config = valueAfter('--config') ?? 'wrangler.toml';
const words = args.filter((arg, index) => !arg.startsWith('--') && args[index - 1] !== '--config');
const line = words.join(' ');
const name = Object.keys(answers).find((each) => `${line} `.startsWith(`${each} `));

function valueAfter(option: string): string | undefined {
  const place = args.indexOf(option);
  return place < 0 ? undefined : args[place + 1];
}

try {
  console.log(await answer());
} catch (error) {
  if (!(error instanceof CallRefusedError)) throw error;
  if (error.message.startsWith('{')) console.log(error.message);
  else console.error(`\n✘ [ERROR] ${error.message}\n`);
  process.exitCode = 1;
}

async function answer(): Promise<string> {
  const state = readState(file);
  state.calls.push(args.join(' '));
  const failure = state.failures.find(({ call, times }) => times > 0 && line.startsWith(call));
  if (failure) failure.times -= 1;
  writeState(file, state);
  if (failure && !failure.isDoneAllTheSame) throw new CallRefusedError(failure.says);
  if (name === undefined) throw new CallRefusedError(`Unknown command: ${line}`);
  if (!state.isLoggedIn && name !== 'whoami') {
    throw new CallRefusedError('Not logged in. Please run `wrangler login`.');
  }
  const said = await answers[name]?.(state, {
    words: words.slice(name.split(' ').length),
    config,
    readInput: () => readFileSync(0, 'utf8'),
    outputFile: process.env.WRANGLER_OUTPUT_FILE_PATH,
  });
  writeState(file, state);
  if (failure) throw new CallRefusedError(failure.says);
  return said ?? '';
}
