import { type Attempt, logInAttempt } from '../../attempts/attempt.ts';
import type { Attempts } from '../../attempts/attempts.ts';
import { HttpRefusal } from './http-refusal.ts';

/** The same whether what was sent is right or wrong, so that nobody learns it by guessing on. */
class TooManyAttempts extends HttpRefusal {
  override readonly headers: Readonly<Record<string, string>>;

  constructor(waitMilliseconds: number) {
    super(
      429,
      'too_many_attempts',
      'Too many failed attempts from your address. Try again after as many seconds as Retry-After says, or from another address.',
    );
    this.headers = { 'Retry-After': String(Math.ceil(waitMilliseconds / 1_000)) };
  }
}

/** Counts what a credential came to. Throws 429 where this caller has guessed too often. */
export async function settleAttempt(
  attempts: Attempts,
  attempt: Attempt,
  isRight: boolean,
): Promise<void> {
  assertNoWait(await attempts.settle(attempt, isRight));
}

/** Whose log-in it is. */
export interface LogIn {
  readonly email: string;
  /** `CF-Connecting-IP`. */
  readonly address: string | null;
}

/**
 * Runs a log-in whose answer says whether it was right: 2xx is, 4xx is not, all else counts for nothing.
 * Throws 429 before the password is looked at where this caller has guessed too often, and instead of
 * the answer where it has meanwhile; an answer that is thrown away must not have logged anybody in.
 */
export async function guardLogIn(
  attempts: Attempts,
  { email, address }: LogIn,
  logIn: () => Promise<Response>,
): Promise<Response> {
  const attempt = await logInAttempt(email, address);
  assertNoWait(await attempts.findWait(attempt));
  const response = await logIn();
  if (response.status < 500) await settleAttempt(attempts, attempt, response.ok);
  return response;
}

function assertNoWait(waitMilliseconds: number): void {
  if (waitMilliseconds > 0) throw new TooManyAttempts(waitMilliseconds);
}
