#!/usr/bin/env node
import { appendFileSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { readState, writeState } from './account-state.ts';
import { answers, CallRefusedError } from './answer-call.ts';

/** Stands in for the command `wrangler`, with the account that the file STAND_IN_ACCOUNT has. */
const file = process.env.STAND_IN_ACCOUNT ?? '';
const given = process.argv.slice(2);
const place = given.indexOf('--config');
const config = place < 0 ? 'wrangler.toml' : (given[place + 1] ?? '');
const args = place < 0 ? given : given.toSpliced(place, 2);
const line = args.join(' ');
const begins = (words: string) => `${line} `.startsWith(`${words} `);
const name = Object.keys(answers).find(begins);

appendFileSync(`${file}.log`, `${line}\n`);
const state = readState(file);
try {
  console.log(await answer());
} catch (error) {
  if (!(error instanceof CallRefusedError)) throw error;
  complain(error.message);
  process.exitCode = 1;
}
// Those that only look run side by side.
if (!isDeepStrictEqual(state, readState(file))) writeState(file, state);

async function answer(): Promise<string> {
  const failure = state.failures.find(({ call, times }) => times > 0 && begins(call));
  const refusal = new CallRefusedError(failure?.says ?? 'Cloudflare is ill');
  if (failure) failure.times -= 1;
  if (failure && !failure.isDoneAllTheSame) throw refusal;
  if (name === undefined) throw new CallRefusedError(`Unknown command: ${line}`);
  if (!state.isLoggedIn && name !== 'whoami') {
    throw new CallRefusedError('Authentication error [code: 10000]');
  }
  const said = await answers[name]?.(state, {
    args: args.slice(name.split(' ').length),
    config,
    readInput: () => readFileSync(0, 'utf8'),
    note,
  });
  if (failure) throw refusal;
  return said ?? '';
}

/** In the words of the real one: what Cloudflare has refused stands below the request that it has refused. */
function complain(says: string): void {
  if (says.startsWith('{')) {
    console.log(says);
    return;
  }
  const code = /\[code: (\d+)\]$/.exec(says)?.[1];
  const message = code ? 'A request to the Cloudflare API (/accounts/0/workers) failed.' : says;
  note({ type: 'command-failed', version: 1, code: code && Number(code), message });
  console.error(`\n✘ [ERROR] ${message}\n${code ? `\n  ${says}\n` : ''}`);
}

function note(entry: object): void {
  const output = process.env.WRANGLER_OUTPUT_FILE_PATH;
  if (output !== undefined) appendFileSync(output, `${JSON.stringify(entry)}\n`);
}
