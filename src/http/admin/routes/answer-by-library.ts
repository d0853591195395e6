import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type * as z from 'zod';
import {
  addPasskeyInput,
  deletePasskeyInput,
  logOutInput,
  passkeyLogInInput,
  passwordLogInInput,
  providerLogInInput,
  renamePasskeyInput,
} from '../../../contract/access/log-in.ts';
import { type ErrorCode, errorCodes } from '../../../contract/errors/error-codes.ts';
import type { LogInSettings } from '../../../control/members/log-in-settings.ts';
import { parseInput } from '../../../control/parse-input.ts';
import { visitor } from '../access/find-browser-actor.ts';
import { guardLogIn, type LogIn } from '../access/guard-attempts.ts';
import { assertSameOrigin } from '../access/same-origin.ts';
import type { AdminCapabilities, AdminEnv } from '../admin-env.ts';
import { addressOf, controlContext } from '../control-context.ts';
import { HttpRefusal } from '../http-refusal.ts';
import { readOptionalJson } from '../json-body.ts';

interface LibraryEndpoint {
  /** What is tried by it. */
  readonly by?: LogIn['by'];
  readonly body?: z.ZodType<object>;
}

/** What is served of better-auth's endpoints, with as much as each of them takes here. It has many more. */
export const libraryEndpoints: Readonly<Record<string, LibraryEndpoint>> = {
  'POST /sign-in/email': { by: 'password', body: passwordLogInInput },
  'POST /sign-in/social': { body: providerLogInInput },
  'GET /callback/github': {},
  'GET /callback/google': {},
  'POST /sign-out': { body: logOutInput },
  'GET /get-session': {},
  'GET /passkey/generate-register-options': {},
  'POST /passkey/verify-registration': { body: addPasskeyInput },
  'GET /passkey/generate-authenticate-options': {},
  'POST /passkey/verify-authentication': { by: 'passkey', body: passkeyLogInInput },
  'GET /passkey/list-user-passkeys': {},
  'POST /passkey/update-passkey': { body: renamePasskeyInput },
  'POST /passkey/delete-passkey': { body: deletePasskeyInput },
};

/** better-auth's answer, where it is no refusal; a refusal in our own shape. */
export async function answerByLibrary(
  c: Context<AdminEnv>,
  capabilities: AdminCapabilities,
): Promise<Response> {
  const { logIn: settings } = capabilities;
  const path = c.req.path.slice('/admin/auth'.length);
  const endpoint = libraryEndpoints[`${c.req.method} ${path}`];
  if (!endpoint || !settings) throw noSuchRoute(c, settings);
  assertNotFromElsewhere(c);
  const { request, subject } = await readRequest(c, endpoint);
  // Whoever only administers with a key never evaluates it.
  const { answerLogIn } = await import('../../../control/members/answer-log-in.ts');
  const judge = async () => {
    const ctx = controlContext(c, capabilities, visitor);
    const response = await answerLogIn({ ctx, input: { request, settings } });
    if (response.status >= 400) throw await toRefusal(response);
    return response;
  };
  const { by } = endpoint;
  const response = await (by === undefined
    ? judge()
    : guardLogIn(capabilities.attempts, { by, subject, address: addressOf(c) }, judge));
  return c.newResponse(response.body, response);
}

/** A page elsewhere may not even log somebody in, as somebody whom its author knows. */
function assertNotFromElsewhere(c: Context): void {
  if (signsOfBrowser.some((name) => c.req.header(name) !== undefined)) assertSameOrigin(c);
}

/** Of these a program may send Sec-Fetch-Mode alone, as Node does. */
const signsOfBrowser = ['Origin', 'Cookie', 'Referer', 'Sec-Fetch-Site'];

/** The body is read here, within our bounds: better-auth is given what is described, and no more. */
async function readRequest(c: Context, { body: schema }: LibraryEndpoint) {
  const { method, url, raw } = c.req;
  if (!schema) return { request: raw, subject: '' };
  const body = parseInput(schema, (await readOptionalJson(c)) ?? {});
  const { email } = Object(body);
  const request = new Request(url, { method, headers: raw.headers, body: JSON.stringify(body) });
  request.headers.set('Content-Type', 'application/json');
  // Judged above. Of a program, which has none, better-auth would ask for one.
  request.headers.set('Origin', new URL(url).origin);
  return { request, subject: typeof email === 'string' ? email.trim().toLowerCase() : '' };
}

/** Its codes are many and change: those that we do not publish are told by their status. */
async function toRefusal(response: Response): Promise<HttpRefusal> {
  const { code, message } = Object(await response.json().catch(() => undefined));
  const own = typeof code === 'string' ? code.toLowerCase() : '';
  return new HttpRefusal(
    response.status as ContentfulStatusCode,
    Object.hasOwn(errorCodes, own) ? own : (codeOfStatus[response.status] ?? 'internal_error'),
    typeof message === 'string' ? message : 'The log-in was refused.',
  );
}

const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'bad_request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
};

const noSuchRoute = (c: Context, settings: LogInSettings | undefined) =>
  new HttpRefusal(
    404,
    'not_found',
    settings
      ? `There is no route ${c.req.method} ${c.req.path}.`
      : 'Nobody can log in here: ADMIN_SECRET is not set, or shorter than 32 characters.',
  );
