/** Somebody tries to get in by something, which is about to be judged. */
export interface Attempt {
  readonly by: 'token' | 'password' | 'passkey' | 'invitation';
  /** Whose: an e-mail address, or the beginning of a token. Never the whole of it. */
  readonly subject: string;
  /** The caller's network address where it is known. */
  readonly address: string | null;
}

/**
 * The one way to have a password, a secret, a key, an invitation or a passkey judged. `judge` rejects,
 * or resolves with undefined, where it does not count. What limits attempts belongs here.
 */
export const guardAttempt = <T>(_attempt: Attempt, judge: () => Promise<T>): Promise<T> => judge();
