import { passkey } from '@better-auth/passkey';
import type { BetterAuthOptions } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { APIError } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { v7 as newId } from 'uuid';
import { passwordCharacters } from '../../contract/access/password-characters.ts';
import { accounts, members, passkeys, sessions, verifications } from '../../db/members.ts';
import { auditHooks, auditPasskeys } from './audit-hooks.ts';
import type { AuthParts } from './auth-parts.ts';
import { sessionSeconds } from './log-in-settings.ts';
import { hashPassword, verifyPassword } from './password-hash.ts';

/**
 * better-auth for one request, in that request's transaction. It lets in those who are members, and
 * makes nobody one: that is done by invitation. Sessions are looked up each time, never cached.
 */
export const createAuth = (parts: AuthParts) =>
  betterAuth({
    appName: 'Burgee',
    baseURL: parts.origin,
    basePath: '/admin/auth',
    secret: parts.settings.secret,
    trustedOrigins: [parts.origin],
    database: drizzleAdapter(parts.tx, {
      provider: 'pg',
      schema: {
        user: members,
        session: sessions,
        account: accounts,
        verification: verifications,
        passkey: passkeys,
      },
    }),
    telemetry: { enabled: false },
    // One counter for every way in is kept before it; this one would be of an isolate.
    rateLimit: { enabled: false },
    logger: { level: 'error', log: (_level, _message, ...details) => tellErrors(parts, details) },
    onAPIError: { throw: true, errorURL: `${parts.origin}/` },
    advanced: advancedOptions(parts.origin),
    user: {
      additionalFields: { role: { type: 'string', input: false, defaultValue: 'viewer' } },
    },
    session: { expiresIn: sessionSeconds.lifetime, updateAge: sessionSeconds.renewal },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordCharacters.least,
      maxPasswordLength: passwordCharacters.most,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    socialProviders: Object.fromEntries(
      Object.entries(parts.settings.providers).map(([name, client]) => [
        name,
        { ...client, disableSignUp: true },
      ]),
    ),
    plugins: [passkeyPlugin(parts.origin)],
    databaseHooks: auditHooks(parts),
    hooks: { after: auditPasskeys(parts) },
  });

const advancedOptions = (origin: string) =>
  ({
    // Whatever the environment is called.
    disableOriginCheck: false,
    disableCSRFCheck: false,
    cookiePrefix: 'burgee',
    useSecureCookies: origin.startsWith('https:'),
    defaultCookieAttributes: { sameSite: 'strict', path: '/admin' },
    // It has to come along when GitHub or Google send somebody back.
    cookies: { state: { attributes: { sameSite: 'lax' } } },
    ipAddress: { ipAddressHeaders: ['cf-connecting-ip'] },
    database: { generateId: () => newId() },
  }) satisfies BetterAuthOptions['advanced'];

/** A passkey alone lets somebody in, so the device has to make sure whose hand it is in. */
const passkeyPlugin = (origin: string) =>
  passkey({
    rpID: new URL(origin).hostname,
    rpName: 'Burgee',
    origin,
    advanced: { webAuthnChallengeCookie: 'passkey_challenge' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    authentication: {
      afterVerification: async ({ verification }) => {
        if (verification.authenticationInfo.userVerified) return;
        throw new APIError('UNAUTHORIZED', {
          code: 'USER_NOT_VERIFIED',
          message:
            'The passkey did not ask for a fingerprint, face or PIN. Set one up on the device.',
        });
      },
    },
  });

function tellErrors({ onError }: AuthParts, details: readonly unknown[]): void {
  for (const detail of details) if (detail instanceof Error) onError(detail);
}
