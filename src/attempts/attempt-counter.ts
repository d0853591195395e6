import { DurableObject } from 'cloudflare:workers';
import { attemptPolicy } from '../resource-policy.ts';
import { findWait, judgeAttempt } from './judge-attempt.ts';
import { type StoredAttempts, storedAttempts } from './stored-attempts.ts';

/** A try of one subject, of which it is known whether it was right. */
export interface Settled {
  readonly subject: string;
  readonly isRight: boolean;
}

/**
 * Counts the failed log-ins of one network address. There is one such object in the world, which takes
 * one call at a time: of a hundred tries at once, no more are answered than of a hundred one by one. It
 * lives near whoever first came from there, needs neither Postgres nor KV, and forgets by itself.
 *
 * What it holds is bounded: failures of all subjects together block an address after a few dozen.
 */
export class AttemptCounter extends DurableObject {
  readonly #rows: StoredAttempts;

  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env as never);
    this.#rows = storedAttempts(ctx.storage.sql);
  }

  /** For how many milliseconds the caller is refused; 0 when what was tried counts. */
  async settle({ subject, isRight }: Settled): Promise<number> {
    const waitMilliseconds = judgeAttempt(this.#rows, { subject, isRight, now: Date.now() });
    if (!isRight && (await this.ctx.storage.getAlarm()) === null) await this.#forgetLater();
    return waitMilliseconds;
  }

  /** The same before anything was tried. */
  findWait(subject: string): number {
    return findWait(this.#rows, subject, Date.now());
  }

  override async alarm(): Promise<void> {
    if (this.#rows.forget(Date.now())) await this.#forgetLater();
    else await this.ctx.storage.deleteAll();
  }

  #forgetLater(): Promise<void> {
    return this.ctx.storage.setAlarm(Date.now() + attemptPolicy.forgetMilliseconds);
  }
}
