import type { Context } from '../../../engine/context.ts';
import type { Held } from '../../../snapshot/held.ts';
import type { Verdict, VerifiedContext } from './verify-context.ts';

/** Bounds the memory of contexts that were verified; the oldest is forgotten first. */
const maxRemembered = 1_000;
const maxTokenCharacters = 8_192;

interface Moment {
  readonly held: Held;
  readonly now: number;
}

interface Remembered extends VerifiedContext {
  readonly environment: string;
}

/**
 * Contexts that came as a token. Each token is verified once, and then known by its text until it expires;
 * its key is looked for in the snapshot each time, so that one which is revoked there ends what it signed.
 */
export class SignedContexts {
  readonly #remembered = new Map<string, Remembered>();

  /** At once for a token that was verified before. */
  check(token: string, moment: Moment): Verdict | Promise<Verdict> {
    if (token.length > maxTokenCharacters) {
      return `has more than ${maxTokenCharacters} characters`;
    }
    const known = this.#remembered.get(token);
    return known && isGood(known, moment) ? known : this.#verify(token, moment);
  }

  async #verify(token: string, moment: Moment): Promise<Verdict> {
    const { verifyContext } = await import('./verify-context.ts');
    const verdict = await verifyContext(token, moment);
    if (typeof verdict !== 'string') {
      const { environment } = moment.held.snapshot;
      this.#remember(token, { ...verdict, environment });
    }
    return verdict;
  }

  #remember(token: string, verified: Remembered): void {
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size >= maxRemembered && oldest !== undefined) {
      this.#remembered.delete(oldest);
    }
    this.#remembered.set(token, verified);
  }
}

const isGood = ({ environment, keyId, expiresAt }: Remembered, { held, now }: Moment): boolean =>
  now < expiresAt && environment === held.snapshot.environment && held.contextKeys.has(keyId);

/** What a token says, where there is no snapshot to verify it by: it grants nothing then. */
export async function readUnverified(token: string): Promise<Context | undefined> {
  const { readUnverifiedContext } = await import('./verify-context.ts');
  return token.length > maxTokenCharacters ? undefined : readUnverifiedContext(token);
}
