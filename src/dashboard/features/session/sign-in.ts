import { startAuthentication } from '@simplewebauthn/browser';
import type { ErrorBody } from '../../../contract/error.ts';
import { ApiError } from '../../lib/api.ts';

interface LibraryError {
  readonly message?: string;
  readonly code?: string;
}

/** better-auth's own routes, which our client has no types for. */
async function ask<Body>(path: string, body?: object): Promise<Body> {
  const response = await fetch(`/admin/auth/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new ApiError(0, { code: 'unreachable', message: `The server is out of reach: ${error}` });
  });
  const answer = (await response.json().catch(() => ({}))) as Partial<ErrorBody> & LibraryError;
  if (response.ok) return answer as Body;
  throw new ApiError(response.status, answer.error ?? answer);
}

/** The ways in. Each resolves when a session's cookie is set, and throws `ApiError`. */
export const signIn = {
  byPassword: async ({
    email,
    password,
  }: {
    readonly email: string;
    readonly password: string;
  }) => {
    await ask('sign-in/email', { email, password });
  },

  byPasskey: async () => {
    const optionsJSON = await ask<Parameters<typeof startAuthentication>[0]['optionsJSON']>(
      'passkey/generate-authenticate-options',
    );
    const response = await startAuthentication({ optionsJSON });
    await ask('passkey/verify-authentication', { response });
  },

  /** Leaves the page; the provider sends back to where the reader wanted to go. */
  byProvider: async (provider: 'github' | 'google', next: string | undefined) => {
    const callbackURL = next ?? '/dashboard/flags';
    const { url } = await ask<{ url: string }>('sign-in/social', { provider, callbackURL });
    window.location.assign(url);
    await new Promise(() => {});
  },
};

export const signOut = () => ask('sign-out', {});
