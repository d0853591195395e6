import { stripVTControlCharacters } from 'node:util';
import type { WranglerEnd } from './wrangler-end.ts';

/** Why wrangler could not so much as ask, or was not answered. Stable, as `--json` has them. */
export type TroubleCode =
  | 'no_wrangler'
  | 'cloudflare_unreachable'
  | 'not_logged_in'
  | 'log_in_refused';

export interface Trouble {
  readonly code: TroubleCode;
  /** A clause, without what wrangler says itself. */
  readonly why: string;
  readonly wayOut: string;
}

/**
 * Why it failed, as it says itself: its error, without what it says beside it. What it prints has Cloudflare's
 * reason; what it writes for programs has the request alone.
 */
export function complaintOf({ exitCode, stdout, stderr, entries }: WranglerEnd): string {
  const lines = stripVTControlCharacters(`${stdout}\n${stderr}`)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !beside.test(line));
  const error = lines.findIndex((line) => line.includes('[ERROR]'));
  const said = error < 0 ? lines.slice(-4) : lines.slice(error, error + 4);
  const failed = entries.findLast(({ type }) => type === 'command-failed');
  return (
    said.join(' ').replace(/^.*\[ERROR\]\s*/, '') || failed?.message || `it ended with ${exitCode}`
  );
}

const beside = /Logs were written to|^🪵|^If you think this is a bug/;

/** Undefined where it was Cloudflare that refused the very thing, or nothing is known of it. */
export function findTrouble(end: WranglerEnd): Trouble | undefined {
  if (end.exitCode === cannotStart) return notStarted;
  const complaint = complaintOf(end);
  return troubles.find(({ says }) => says.test(complaint))?.trouble;
}

/** By a shell and here: https://www.gnu.org/software/bash/manual/html_node/Exit-Status.html */
export const cannotStart = 127;

export const notStarted: Trouble = {
  code: 'no_wrangler',
  why: 'it cannot be started',
  wayOut:
    'Look whether --wrangler names a script (.js, .mjs, .ts) or a program that may be run; without it, the wrangler that npm ci has installed is taken.',
};

export const notLoggedIn: Trouble = {
  code: 'not_logged_in',
  why: 'nobody is logged in to Cloudflare, or no longer',
  wayOut:
    'Run npx wrangler login, or set CLOUDFLARE_API_TOKEN to a token of the template "Edit Cloudflare Workers" that may also edit queues.',
};

const logInRefused: Trouble = {
  code: 'log_in_refused',
  why: 'Cloudflare refuses the log-in',
  wayOut:
    'Where CLOUDFLARE_API_TOKEN is set, the token has expired, was revoked, or lacks a right, this account or this address: make a new one of the template "Edit Cloudflare Workers" that may also edit queues, or unset it and run npx wrangler login. npx wrangler whoami says whose it is.',
};

const unreachable: Trouble = {
  code: 'cloudflare_unreachable',
  why: 'Cloudflare cannot be reached from here',
  wayOut:
    'Look at the network, its DNS and its proxy (HTTPS_PROXY): curl -sS https://api.cloudflare.com/client/v4/ips has to answer.',
};

/** In the words of wrangler, the first that fits; one who is logged in may be out of reach of what renews that. */
const troubles: readonly { readonly says: RegExp; readonly trouble: Trouble }[] = [
  {
    says: /fetch failed|resolve Cloudflare's API hostname|Cloudflare's API timed out|could not be reached|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|UND_ERR_CONNECT/,
    trouble: unreachable,
  },
  {
    says: /"loggedIn": ?false|^Not logged in|necessary to set a CLOUDFLARE_API_TOKEN|Did not login/,
    trouble: notLoggedIn,
  },
  {
    says: /\[code: (1000|6003|9106|9109|10000|10001)\]|Invalid access token|Invalid API Token/,
    trouble: logInRefused,
  },
];
