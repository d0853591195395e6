import { createAttempts } from '../../src/attempts/attempts.ts';
import type { AdminCapabilities } from '../../src/http/admin/admin-env.ts';
import { createAdminApp } from '../../src/http/admin/app.ts';
import type { TestControlPlane } from './control-plane.ts';

export const origin = 'https://burgee.test';
export const adminSecret = 'an-admin-secret-of-more-than-32-characters';

/** Nobody ends the process under a test before it is done. */
const executionContext = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} };

interface Asked {
  /** A text is sent as it is, without a type of its own. */
  readonly body?: object | string;
  readonly headers?: Record<string, string>;
}

const json = { 'Content-Type': 'application/json' };

/** The control plane over HTTP, on a database of the test's own, as browsers and programs ask it. */
export function openAdminApp(plane: TestControlPlane, more: Partial<AdminCapabilities> = {}) {
  const app = createAdminApp({
    adminSecret,
    attempts: createAttempts({ namespace: undefined, now: Date.now, logError: () => {} }),
    logIn: { secret: 'signs cookies, and is of more than 32 characters', providers: {} },
    database: plane.database,
    now: () => new Date(),
    publish: async () => undefined,
    logError: () => {},
    ...more,
  });

  async function ask(route: string, { body, headers = {} }: Asked = {}) {
    const [method = '', path = ''] = route.split(' ');
    const init = {
      method,
      headers: { ...(typeof body === 'object' && json), ...headers },
      ...(body !== undefined && { body: typeof body === 'object' ? JSON.stringify(body) : body }),
    };
    const response = await app.request(`${origin}/admin${path}`, init, {}, executionContext);
    const text = await response.text();
    const { status, headers: answered } = response;
    const isJson = text !== '' && answered.get('Content-Type')?.startsWith('application/json');
    return { status, headers: answered, body: isJson ? JSON.parse(text) : undefined };
  }

  /** As `fetch` would, for a client that is given one. */
  const fetchApp: typeof fetch = async (input, init) =>
    app.request(new Request(input as string, init), undefined, {}, executionContext);

  const bySecret = (route: string, body?: object) =>
    ask(route, { headers: { Authorization: `Bearer ${adminSecret}` }, ...(body && { body }) });

  /** A browser: keeps cookies, and tells its origin as a page of ours does. */
  function openBrowser() {
    const jar = new Map<string, string>();
    const visit = async (route: string, { body, headers = {} }: Asked = {}) => {
      const Cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await ask(route, {
        headers: { Origin: origin, ...(Cookie && { Cookie }), ...headers },
        ...(body && { body }),
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        jar.set(name, value);
      }
      return answer;
    };
    const logIn = (email: string, password: string) =>
      visit('POST /auth/sign-in/email', { body: { email, password } });
    return { visit, logIn, jar };
  }

  return { ask, bySecret, fetch: fetchApp, openBrowser };
}

export type AdminApp = ReturnType<typeof openAdminApp>;
export type TestBrowser = ReturnType<AdminApp['openBrowser']>;
