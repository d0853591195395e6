import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
import type { Wrangler } from '../wrangler.ts';
import type { WranglerConfig } from '../wrangler-config.ts';

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
  const { stdout } = await wrangler.attempt(['whoami', '--json']);
  const { loggedIn, email, accounts = [] } = parse(stdout);
  if (!loggedIn) throw notLoggedIn;
  const wanted = env.CLOUDFLARE_ACCOUNT_ID || config.account_id;
  const meant = wanted === undefined ? accounts : accounts.filter(({ id }) => id === wanted);
  const [account, another] = meant;
  if (account === undefined || another !== undefined) throw undecided(wanted, accounts);
  return { ...account, email: email ?? undefined };
}

function parse(text: string): WhoAmI {
  try {
    return JSON.parse(text);
  } catch {
    return { loggedIn: false };
  }
}

const notLoggedIn = new FailureError({
  code: 'not_logged_in',
  exitCode: exitCodes.unavailable,
  message: 'Nobody is logged in to Cloudflare, or it cannot be asked.',
  wayOut:
    'Run npx wrangler login, or set CLOUDFLARE_API_TOKEN to a token of the template "Edit Cloudflare Workers" that may also edit queues. npx wrangler whoami says more.',
});

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
