import { createRemoteJWKSet, errors, type JWTVerifyOptions, jwtVerify } from 'jose';
import { HttpRefusal } from '../http-refusal.ts';

/** Cloudflare Access in front of the Worker, as single sign-on. */
export interface AccessVerifier {
  /** The address that an assertion proves; undefined where it proves none. Throws `access_unavailable` when its keys cannot be had. */
  readonly verify: (assertion: string) => Promise<string | undefined>;
  /** Whether whoever Access lets through becomes a viewer by that. */
  readonly provisions: boolean;
}

export interface AccessSettings {
  /** `https://<team>.cloudflareaccess.com`. */
  readonly issuer: string;
  /** The application's audience tag. */
  readonly audience: string;
  /** Whether whoever Access lets through becomes a viewer by that. */
  readonly provisions: boolean;
  /** Of the team's public keys; at its own domain when absent. */
  readonly keysUrl?: string;
}

/** Faults of an assertion itself: it proves nobody. */
const refusals = [
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWTExpired,
  errors.JOSENotSupported,
  errors.JWTClaimValidationFailed,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JWKSNoMatchingKey,
];

/** The team's keys are fetched with the first assertion and kept, until one names a key that is not there. */
export function createAccessVerifier(settings: AccessSettings): AccessVerifier {
  const { issuer, audience, provisions } = settings;
  const keys = createRemoteJWKSet(new URL(settings.keysUrl ?? `${issuer}/cdn-cgi/access/certs`));
  const options: JWTVerifyOptions = {
    issuer,
    audience,
    algorithms: ['RS256', 'ES256'],
    requiredClaims: ['exp'],
  };
  const verify = async (assertion: string) => {
    try {
      const { payload } = await jwtVerify(assertion, keys, options);
      return typeof payload.email === 'string' ? payload.email : undefined;
    } catch (error) {
      if (refusals.some((refusal) => error instanceof refusal)) return undefined;
      throw unavailable();
    }
  };
  return { verify, provisions };
}

const unavailable = () =>
  new HttpRefusal(
    503,
    'access_unavailable',
    'The keys of Cloudflare Access cannot be had just now, so nobody can be known by it. Look whether ACCESS_TEAM_DOMAIN names your team, and try again; an admin key works meanwhile.',
  );
