import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { LogInSettings } from '../../control/members/log-in-settings.ts';
import type { AdminCapabilities, AdminEnv } from './admin-env.ts';
import { addressOf, controlContext } from './control-context.ts';
import { visitor } from './find-browser-actor.ts';
import { guardLogIn, type LogIn } from './guard-attempts.ts';
import { HttpRefusal } from './http-refusal.ts';
import { readOptionalJson } from './json-body.ts';
import { assertSameOrigin } from './same-origin.ts';

/** What is served of better-auth's endpoints, and what is tried by it. It has many more. */
export const libraryEndpoints: Readonly<Record<string, LogIn['by'] | 'nothing'>> = {
  'POST /sign-in/email': 'password',
  'POST /sign-in/social': 'nothing',
  'GET /callback/github': 'nothing',
  'GET /callback/google': 'nothing',
  'POST /sign-out': 'nothing',
  'GET /get-session': 'nothing',
  'GET /passkey/generate-register-options': 'nothing',
  'POST /passkey/verify-registration': 'nothing',
  'GET /passkey/generate-authenticate-options': 'nothing',
  'POST /passkey/verify-authentication': 'passkey',
  'GET /passkey/list-user-passkeys': 'nothing',
  'POST /passkey/update-passkey': 'nothing',
  'POST /passkey/delete-passkey': 'nothing',
};

/** better-auth's answer, where it is no refusal; a refusal in our own shape. */
export async function answerByLibrary(
  c: Context<AdminEnv>,
  capabilities: AdminCapabilities,
): Promise<Response> {
  const { logIn: settings } = capabilities;
  const path = c.req.path.slice('/admin/auth'.length);
  const by = libraryEndpoints[`${c.req.method} ${path}`];
  if (by === undefined || !settings) throw noSuchRoute(c, settings);
  assertNotFromElsewhere(c);
  const { request, subject } = await readRequest(c);
  // Whoever only administers with a key never evaluates it.
  const { answerLogIn } = await import('../../control/members/answer-log-in.ts');
  const judge = async () => {
    const ctx = controlContext(c, capabilities, visitor);
    const response = await answerLogIn({ ctx, input: { request, settings } });
    if (response.status >= 400) throw await toRefusal(response);
    return response;
  };
  const address = addressOf(c);
  const response = await (by === 'nothing'
    ? judge()
    : guardLogIn(capabilities.attempts, { by, subject, address }, judge));
  return c.newResponse(response.body, response);
}

/** A page elsewhere may not even log somebody in, as somebody whom its author knows. */
function assertNotFromElsewhere(c: Context): void {
  const { Origin, Cookie } = { Origin: c.req.header('Origin'), Cookie: c.req.header('Cookie') };
  if (Origin !== undefined || Cookie !== undefined) assertSameOrigin(c);
}

/** The body is read here, within our bounds. */
async function readRequest(c: Context) {
  const { method, url, raw } = c.req;
  if (method === 'GET') return { request: raw, subject: '' };
  const body = (await readOptionalJson(c)) ?? {};
  const { email } = Object(body);
  const request = new Request(url, { method, headers: raw.headers, body: JSON.stringify(body) });
  request.headers.set('Content-Type', 'application/json');
  return { request, subject: typeof email === 'string' ? email.trim().toLowerCase() : '' };
}

async function toRefusal(response: Response): Promise<HttpRefusal> {
  const { code, message } = Object(await response.json().catch(() => undefined));
  return new HttpRefusal(
    response.status as ContentfulStatusCode,
    typeof code === 'string' ? code.toLowerCase() : 'refused',
    typeof message === 'string' ? message : 'The log-in was refused.',
  );
}

const noSuchRoute = (c: Context, settings: LogInSettings | undefined) =>
  new HttpRefusal(
    404,
    'not_found',
    settings
      ? `There is no route ${c.req.method} ${c.req.path}.`
      : 'Nobody can log in here: ADMIN_SECRET is not set, or shorter than 32 characters.',
  );
