import { startAuthentication } from '@simplewebauthn/browser';
import { askLibrary } from './ask-library.ts';

/** The ways in. Each resolves when a session's cookie is set, and throws `ApiError`. */
export const signIn = {
  byPassword: async ({
    email,
    password,
  }: {
    readonly email: string;
    readonly password: string;
  }) => {
    await askLibrary('sign-in/email', { email, password });
  },

  byPasskey: async () => {
    const optionsJSON = await askLibrary<Parameters<typeof startAuthentication>[0]['optionsJSON']>(
      'passkey/generate-authenticate-options',
    );
    const response = await startAuthentication({ optionsJSON });
    await askLibrary('passkey/verify-authentication', { response });
  },

  /** Leaves the page; the provider sends back to where the reader wanted to go. */
  byProvider: async (provider: 'github' | 'google', next: string | undefined) => {
    const callbackURL = next ?? '/dashboard/flags';
    const { url } = await askLibrary<{ url: string }>('sign-in/social', { provider, callbackURL });
    window.location.assign(url);
    await new Promise(() => {});
  },
};

export const signOut = () => askLibrary('sign-out', {});
