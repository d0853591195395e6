import { attemptPolicy } from '../resource-policy.ts';
import { answeredWithin } from '../snapshot/answered-within.ts';
import type { Attempt } from './attempt.ts';
import type { AttemptCounter } from './attempt-counter.ts';
import { type AttemptRows, findWait, judgeAttempt } from './judge-attempt.ts';
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
  readonly ask: (counter: ReturnType<AttemptNamespace['getByName']>) => Promise<number>;
  readonly askHere: (rows: AttemptRows) => number;
}

/**
 * Counts in one object for each address. Fails open, in part: while that object cannot be reached, the
 * isolate counts by itself, by the same rule. So the one who has the secret gets in during an outage of
 * everything else, and whoever floods its own counter gains a few guesses an isolate.
 */
export function createAttempts({ namespace, now, logError }: AttemptOptions): Attempts {
  const memory = new MemoryAttempts();
  let brokenUntil = 0;

  const count = async ({ address }: Attempt, { ask, askHere }: Call): Promise<number> => {
    const network = networkOf(address);
    if (!namespace || performance.now() < brokenUntil) return askHere(memory.rowsOf(network));
    try {
      const asked = ask(namespace.getByName(network));
      return await answeredWithin(asked, attemptPolicy.answerMilliseconds);
    } catch (error) {
      brokenUntil = performance.now() + attemptPolicy.brokenMilliseconds;
      logError('failed log-ins are counted in this isolate alone, as their counter fails', error);
      return askHere(memory.rowsOf(network));
    }
  };

  return {
    settle: (attempt, isRight) => {
      const { subject } = attempt;
      return count(attempt, {
        ask: (counter) => counter.settle({ subject, isRight }),
        askHere: (rows) => judgeAttempt(rows, { subject, isRight, now: now() }),
      });
    },
    findWait: (attempt) => {
      const { subject } = attempt;
      return count(attempt, {
        ask: (counter) => counter.findWait(subject),
        askHere: (rows) => findWait(rows, subject, now()),
      });
    },
  };
}
