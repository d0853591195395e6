import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
import type { Wrangler } from '../wrangler.ts';
import { complaintOf, findTrouble, notLoggedIn, type Trouble } from '../wrangler-complaint.ts';
import type { WranglerConfig } from '../wrangler-config.ts';
import type { WranglerEnd } from '../wrangler-end.ts';

/** Whose resources are made. */
export interface Account {
  readonly id: string;
  readonly name: string;
  /** Of whoever is logged in; a token has none. */
  readonly email: string | undefined;
}

interface WhoAmI {
  readonly loggedIn: boolean;
  readonly email?: string | null;
  readonly accounts?: readonly { readonly id: string; readonly name: string }[];
}

/** Throws where nobody is logged in, or it is not said which of several accounts is meant. */
export async function findAccount(
  wrangler: Wrangler,
  config: Pick<WranglerConfig, 'account_id'>,
  env: NodeJS.ProcessEnv,
): Promise<Account> {
  const end = await wrangler.attempt(['whoami', '--json']);
  const { loggedIn, email, accounts = [] } = parse(end);
  if (!loggedIn) throw unknown(notLoggedIn, end);
  const wanted = env.CLOUDFLARE_ACCOUNT_ID || config.account_id;
  const meant = wanted === undefined ? accounts : accounts.filter(({ id }) => id === wanted);
  const [account, another] = meant;
  if (account === undefined || another !== undefined) throw undecided(wanted, accounts);
  return { ...account, email: email ?? undefined };
}

/** Throws where it answers nothing of the kind, with what keeps it from it. */
function parse(end: WranglerEnd): WhoAmI {
  try {
    return JSON.parse(end.stdout);
  } catch {
    throw unknown(findTrouble(end) ?? silent, end);
  }
}

const silent = {
  code: 'wrangler_failed',
  why: 'wrangler does not say who is logged in',
  wayOut: 'Look whether --wrangler names wrangler, and what it says itself: npx wrangler whoami.',
} as const;

const unknown = ({ code, why, wayOut }: Trouble | typeof silent, end: WranglerEnd) =>
  new FailureError({
    code,
    exitCode: exitCodes.unavailable,
    message: `${capitalised(why)}${code === 'not_logged_in' ? '' : `: ${complaintOf(end)}`}.`,
    wayOut,
  });

const capitalised = (clause: string) => clause.charAt(0).toUpperCase() + clause.slice(1);

function undecided(
  wanted: string | undefined,
  accounts: Required<WhoAmI>['accounts'],
): FailureError {
  const list = accounts.map(({ id, name }) => `${id} (${name})`).join(', ') || 'none';
  return new FailureError({
    code: 'which_account',
    exitCode: exitCodes.unsound,
    message:
      wanted === undefined
        ? 'It is not known which account is meant.'
        : `The account ${wanted} is none of those that are logged in.`,
    wayOut: `Set CLOUDFLARE_ACCOUNT_ID, or account_id in wrangler.toml, to one of: ${list}`,
  });
}
