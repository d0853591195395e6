import { attemptPolicy } from '../resource-policy.ts';
import { answeredWithin } from '../snapshot/answered-within.ts';
import type { Attempt } from './attempt.ts';
import type { AttemptCounter } from './attempt-counter.ts';
import { type AttemptRows, findWait, judgeAttempt, type Tried } from './judge-attempt.ts';
import { MemoryAttempts } from './memory-attempts.ts';
import { networkOf } from './network-of.ts';

/** The calls of a counter's binding that are made. */
export type AttemptNamespace = Pick<DurableObjectNamespace<AttemptCounter>, 'getByName'>;

export interface AttemptOptions {
  /** Absent where none is bound: then each isolate counts by itself. */
  readonly namespace: AttemptNamespace | undefined;
  readonly now: () => number;
  readonly logError: (message: string, error: unknown) => void;
}

/**
 * Stops whoever guesses at a secret, a key or a password. Each function resolves with the milliseconds for
 * which the caller is to be refused, whatever it has sent, or 0; and never rejects.
 */
export interface Attempts {
  /** After a credential was looked at, and before anybody is told what came of it. */
  readonly settle: (attempt: Attempt, isRight: boolean) => Promise<number>;
  /** Before a credential is looked at, where that is costly. `settle` it all the same. */
  readonly findWait: (attempt: Attempt) => Promise<number>;
}

interface Call {
  readonly ask: (
    counter: ReturnType<AttemptNamespace['getByName']>,
    tried: Tried,
  ) => Promise<number>;
  readonly askHere: (rows: AttemptRows, tried: Tried) => number;
}

/**
 * Counts in one object for each address, or site of IPv6 addresses. Fails open, in part: while that object cannot be reached, the
 * isolate counts by itself, by the same rule. So the one who has the secret gets in during an outage of
 * everything else, and whoever floods its own counter gains a few guesses an isolate.
 */
export function createAttempts({ namespace, now, logError }: AttemptOptions): Attempts {
  const memory = new MemoryAttempts();
  let brokenUntil = 0;

  const count = async ({ subject, address }: Attempt, { ask, askHere }: Call): Promise<number> => {
    const { site, network } = networkOf(address);
    const tried = { subject, network };
    if (!namespace || performance.now() < brokenUntil) return askHere(memory.rowsOf(site), tried);
    try {
      const asked = ask(namespace.getByName(site), tried);
      return await answeredWithin(asked, attemptPolicy.answerMilliseconds);
    } catch (error) {
      brokenUntil = performance.now() + attemptPolicy.brokenMilliseconds;
      logError('failed log-ins are counted in this isolate alone, as their counter fails', error);
      return askHere(memory.rowsOf(site), tried);
    }
  };

  return {
    settle: (attempt, isRight) =>
      count(attempt, {
        ask: (counter, tried) => counter.settle({ ...tried, isRight }),
        askHere: (rows, tried) => judgeAttempt(rows, { ...tried, isRight, now: now() }),
      }),
    findWait: (attempt) =>
      count(attempt, {
        ask: (counter, tried) => counter.findWait(tried),
        askHere: (rows, tried) => findWait(rows, tried, now()),
      }),
  };
}
