import { credentialAttempt, logInAttempt } from '../../../attempts/attempt.ts';
import type { Attempts } from '../../../attempts/attempts.ts';
import { ControlError, type ControlErrorCode } from '../../../control/errors.ts';
import { HttpRefusal } from '../http-refusal.ts';

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

/** What was sent as `Authorization`, and from where. */
export interface Presented {
  readonly credential: string;
  /** `CF-Connecting-IP`. */
  readonly address: string | null;
  /** Which secret is meant by what is no key: a wrong one for metrics does not lock out ADMIN_SECRET. */
  readonly secret?: 'secret' | 'metrics' | undefined;
}

/**
 * Who holds a credential: `look` resolves with undefined where nobody does. Throws 429 where this caller
 * has guessed too often, whatever this one is.
 */
export async function guardCredential<Holder>(
  attempts: Attempts,
  { credential, address, secret }: Presented,
  look: () => Promise<Holder | undefined>,
): Promise<Holder | undefined> {
  const holder = await look();
  const isRight = holder !== undefined;
  assertNoWait(await attempts.settle(credentialAttempt(credential, address, secret), isRight));
  return holder;
}

/** By what somebody tries to log in. */
export interface LogIn {
  readonly by: 'password' | 'passkey' | 'invitation' | 'password reset';
  /** Whose: an e-mail address, a member; empty where it is not known. */
  readonly subject: string;
  readonly address: string | null;
}

/**
 * Runs a log-in, which rejects where it is refused; other failures are not counted. Throws 429 before a
 * password is looked at if this caller has guessed too often, and instead of the answer if that has
 * come about in the meantime.
 */
export async function guardLogIn<Answer>(
  attempts: Attempts,
  { by, subject, address }: LogIn,
  logIn: () => Promise<Answer>,
): Promise<Answer> {
  const attempt = await logInAttempt(`${by} ${subject}`, address);
  assertNoWait(await attempts.findWait(attempt));
  const settle = async (isRight: boolean) => assertNoWait(await attempts.settle(attempt, isRight));
  const answer = await logIn().catch(async (error: unknown) => {
    if (isRefused(error)) await settle(false);
    throw error;
  });
  await settle(true);
  return answer;
}

const refusals: readonly ControlErrorCode[] = ['forbidden', 'not_found'];

const isRefused = (error: unknown): boolean =>
  error instanceof HttpRefusal
    ? error.status < 500
    : error instanceof ControlError && refusals.includes(error.code);

function assertNoWait(waitMilliseconds: number): void {
  if (waitMilliseconds > 0) throw new TooManyAttempts(waitMilliseconds);
}
