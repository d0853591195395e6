import * as z from 'zod';
import { displayName } from '../fields/identifier.ts';
import { jsonObject } from '../fields/json.ts';
import { passwordCharacters } from './password-characters.ts';

/** What is taken by those of better-auth's endpoints that are served; each of them would take more. */

export const passwordLogInInput = z.strictObject({
  email: z.string().max(254),
  password: z.string().max(passwordCharacters.most),
  /** False: until the browser is closed. */
  rememberMe: z.boolean().optional(),
});

const anyOrigin = 'https://burgee.invalid';

/** A page of ours, where a browser goes on; as a browser would read it, so that no spelling leads elsewhere. */
const ownPath = z
  .string()
  .max(2_000)
  .refine(isOwnPath, 'expected a path of this Worker, such as "/flags"');

function isOwnPath(text: string): boolean {
  const url = URL.parse(text, anyOrigin);
  return text.startsWith('/') && url?.origin === anyOrigin && !url.pathname.includes('//');
}

export const providerLogInInput = z.strictObject({
  provider: z.enum(['github', 'google']),
  callbackURL: ownPath.optional(),
  errorCallbackURL: ownPath.optional(),
  disableRedirect: z.boolean().optional(),
});

export const logOutInput = z.strictObject({});

/** What the device has signed, as a browser writes it. */
export const passkeyLogInInput = z.strictObject({ response: jsonObject });

export const addPasskeyInput = passkeyLogInInput.extend({ name: displayName.optional() });

const passkeyId = z.string().min(1).max(100);
export const renamePasskeyInput = z.strictObject({ id: passkeyId, name: displayName });
export const deletePasskeyInput = z.strictObject({ id: passkeyId });
