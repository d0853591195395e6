import { DurableObject } from 'cloudflare:workers';
import { attemptPolicy } from '../resource-policy.ts';
import { findWait, judgeAttempt, type Tried } from './judge-attempt.ts';
import { type StoredAttempts, storedAttempts } from './stored-attempts.ts';

/** A try of one subject, of which it is known whether it was right. */
export interface Settled extends Tried {
  readonly isRight: boolean;
}

/**
 * Counts the failed log-ins of one network address, or one site of IPv6 addresses. There is one such object in the world, which takes
 * one call at a time: of a hundred tries at once, no more are answered than of a hundred one by one. It
 * lives near whoever first came from there, needs neither Postgres nor KV, and forgets by itself.
 *
 * What it holds is bounded: failures of all subjects together block an address after a few dozen, and a site after a few hundred.
 */
export class AttemptCounter extends DurableObject {
  readonly #rows: StoredAttempts;

  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env as never);
    this.#rows = storedAttempts(ctx.storage.sql);
  }

  /** For how many milliseconds the caller is refused; 0 when what was tried counts. */
  async settle({ isRight, ...tried }: Settled): Promise<number> {
    const waitMilliseconds = judgeAttempt(this.#rows, { ...tried, isRight, now: Date.now() });
    if (!isRight && (await this.ctx.storage.getAlarm()) === null) await this.#forgetLater();
    return waitMilliseconds;
  }

  /** The same before anything was tried. */
  findWait(tried: Tried): number {
    return findWait(this.#rows, tried, Date.now());
  }

  override async alarm(): Promise<void> {
    if (this.#rows.forget(Date.now())) await this.#forgetLater();
    else await this.ctx.storage.deleteAll();
  }

  #forgetLater(): Promise<void> {
    return this.ctx.storage.setAlarm(Date.now() + attemptPolicy.forgetMilliseconds);
  }
}
