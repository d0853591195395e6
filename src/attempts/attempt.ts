import { displayPrefix, parseKey } from '../contract/access/key-format.ts';
import { sha256Hex } from '../contract/fields/sha256.ts';

/** Who tries to get in, and as what. */
export interface Attempt {
  /** What failures are counted by, beside the address; holds nothing secret. */
  readonly subject: string;
  /** Null where it is not known: all of these are counted as one. */
  readonly address: string | null;
}

/**
 * A credential of the control plane. An admin key is counted by the part of it that lists show, so that a
 * key that was forgotten in a script locks out no other; all else can only be meant as the secret of what
 * is asked.
 */
export const credentialAttempt = (
  credential: string,
  address: string | null,
  secret: 'secret' | 'metrics' = 'secret',
): Attempt => ({
  subject: parseKey(credential)?.kind === 'admin' ? displayPrefix(credential) : secret,
  address,
});

/** A log-in by e-mail address, whether anybody has it or not. Nobody can read the address in what is kept. */
export async function logInAttempt(email: string, address: string | null): Promise<Attempt> {
  const digest = await sha256Hex(email.trim().toLowerCase());
  return { subject: `log-in ${digest.slice(0, 32)}`, address };
}
