import { startRegistration, WebAuthnError } from '@simplewebauthn/browser';
import { queryOptions } from '@tanstack/react-query';
import { askLibrary } from '../session/ask-library.ts';

export interface Passkey {
  readonly id: string;
  readonly name: string | null;
  readonly createdAt: string;
}

export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: () => askLibrary<readonly Passkey[]>('passkey/list-user-passkeys'),
});

type Options = Parameters<typeof startRegistration>[0]['optionsJSON'];

/** Asks the device to make one. Throws in words for whoever was asked by it. */
export async function addPasskey(name: string): Promise<void> {
  const optionsJSON = await askLibrary<Options>('passkey/generate-register-options');
  const response = await startRegistration({ optionsJSON }).catch((error: unknown) => {
    throw inWords(error);
  });
  await askLibrary('passkey/verify-registration', { response, name });
}

export const renamePasskey = (passkey: { readonly id: string; readonly name: string }) =>
  askLibrary('passkey/update-passkey', passkey);

export const deletePasskey = (id: string) => askLibrary('passkey/delete-passkey', { id });

function inWords(error: unknown): unknown {
  if (
    error instanceof WebAuthnError &&
    error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED'
  ) {
    return new Error('This device has a passkey of yours already.');
  }
  if (error instanceof Error && error.name === 'NotAllowedError') {
    return new Error('It was cancelled, or took too long. Nothing was added.');
  }
  return error;
}

/** Browsers give passkeys to names alone, never to a number. */
export const isNumber = (hostname: string): boolean => /^[\d.]+$|:/.test(hostname);
