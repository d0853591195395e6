import { deploymentPolicy } from '../resource-policy.ts';
import { askWorker, NoAnswerError, type WorkerAnswer } from './ask-worker.ts';
import { exitCodes } from './exit-codes.ts';
import { FailureError } from './failure.ts';

/** A Worker that runs, and the secret that opens its control plane. */
export interface Deployment {
  /** Its origin. */
  readonly url: string;
  /** Throws a failure that says what to do where the answer is none, or is no success. */
  readonly ask: <Answer>(method: 'GET' | 'POST', path: string, body?: object) => Promise<Answer>;
}

interface Given {
  readonly url?: string | true;
}

/** Throws where it is not known which, or how to log in. The secret is never shown. */
export function readDeployment(given: Given, env: NodeJS.ProcessEnv): Deployment {
  const text = typeof given.url === 'string' ? given.url : env.BURGEE_URL;
  if (!text) throw unusable('It is not known which deployment to ask.');
  if (!/^https?:\/\/./.test(text) || !URL.canParse(text)) {
    throw unusable('BURGEE_URL is no http:// or https:// address.');
  }
  if (isInTheOpen(new URL(text))) throw unusable('ADMIN_SECRET is not sent over http://.');
  const secret = env.ADMIN_SECRET;
  if (!secret) throw unusable('ADMIN_SECRET is not set.');
  const url = new URL(text).origin;
  return {
    url,
    ask: async <Answer>(...request: Asked) =>
      readAnswer(await send(url, secret, request), url) as Answer,
  };
}

const isInTheOpen = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && !['127.0.0.1', 'localhost', '[::1]'].includes(hostname);

type Asked = [method: 'GET' | 'POST', path: string, body?: object];

async function send(url: string, token: string, [method, path, body]: Asked) {
  const { answerMilliseconds: milliseconds } = deploymentPolicy;
  try {
    return await askWorker(url + path, { method, token, body, milliseconds });
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    throw unavailable(
      `The deployment at ${url} does not answer: ${error.message}.`,
      `Look whether it runs, and whether BURGEE_URL names it.${method === 'GET' ? '' : ' What was asked for may have been done: look before you repeat it.'}`,
    );
  }
}

function readAnswer({ status, body }: WorkerAnswer, url: string): unknown {
  if (status >= 200 && status < 300 && body !== undefined) return body;
  const { code, message } = Object(Object(body).error);
  if (typeof code !== 'string' || typeof message !== 'string') {
    throw unavailable(
      `What answers at ${url} is not Burgee: status ${status}.`,
      'Look whether BURGEE_URL names the Worker, and whether it is of this version.',
    );
  }
  if (status === 401) {
    throw unavailable(
      `The deployment at ${url} does not take this ADMIN_SECRET.`,
      'Set ADMIN_SECRET to what "npx wrangler secret put ADMIN_SECRET" was given, or to an admin key of role admin.',
    );
  }
  const isAway = status >= 500 && code.startsWith('database_');
  throw new FailureError({
    code,
    message,
    exitCode: isAway ? exitCodes.unavailable : exitCodes.unsound,
    wayOut: waysOut[code] ?? 'See docs/cli.md.',
  });
}

const waysOut: Readonly<Record<string, string>> = {
  publish_failed: 'What was published before goes on being served.',
  database_unavailable: 'Flags are served all the same. Try again when the database is back.',
  schema_damaged: 'See what is wrong: npx burgee status',
  not_found:
    'GET /admin/environments names the environments, and npx burgee republish --environment <key> --list the versions of one.',
  invalid_input: 'See "burgee republish --help".',
};

const unavailable = (message: string, wayOut: string) =>
  new FailureError({
    code: 'deployment_unavailable',
    exitCode: exitCodes.unavailable,
    message,
    wayOut,
  });

const unusable = (message: string) =>
  new FailureError({
    code: 'no_deployment',
    exitCode: exitCodes.unavailable,
    message,
    wayOut:
      'Set BURGEE_URL=https://burgee.<account>.workers.dev, or give --url, and ADMIN_SECRET. Those of "npm run dev" are url and admin_secret in .dev/dev.json.',
  });
