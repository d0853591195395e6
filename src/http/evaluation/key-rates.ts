import { memoryPolicy, ratePolicy } from '../../resource-policy.ts';
import { answeredWithin } from '../../snapshot/answered-within.ts';

/** Counts a hundred requests of a key, wherever they were answered; false when they are too many. */
export type CountHundred = (keyHash: string) => Promise<boolean>;

/** What one isolate knows of a key. Instants are in milliseconds since the epoch. */
interface Meter {
  /** Not counted elsewhere yet. */
  requests: number;
  isAsking: boolean;
  refusedUntil: number;
}

export interface RateOptions {
  /** Absent where nothing counts: then no key is ever refused. */
  readonly countHundred?: CountHundred | undefined;
  readonly logError: (message: string, error: unknown) => void;
}

/**
 * How often a key may ask. Each isolate counts by itself, and tells what counts for all of them only
 * once in a hundred requests and after the answer: so no request waits for it, and one that fails or
 * hangs lets everybody through. A key that was too fast is refused here for some seconds, unasked.
 */
export class KeyRates {
  readonly #meters = new Map<string, Meter>();
  readonly #options: RateOptions;

  constructor(options: RateOptions) {
    this.#options = options;
  }

  /** Counts a request. Seconds after which the key may ask again, where it may not now; else 0. */
  count(keyHash: string, now: number, ctx: Pick<ExecutionContext, 'waitUntil'>): number {
    const { countHundred } = this.#options;
    if (countHundred === undefined) return 0;
    const meter = this.#meters.get(keyHash) ?? this.#start(keyHash);
    const leftMilliseconds = meter.refusedUntil - now;
    // A wait that is longer than any comes of a clock that was set back.
    if (leftMilliseconds > 0 && leftMilliseconds <= ratePolicy.refusedMilliseconds)
      return secondsUntil(meter.refusedUntil, now);
    meter.requests += 1;
    if (meter.requests >= ratePolicy.requestsPerCount && !meter.isAsking) {
      ctx.waitUntil(this.#tell(keyHash, meter, now));
    }
    return 0;
  }

  #start(keyHash: string): Meter {
    if (this.#meters.size >= memoryPolicy.meteredKeys) this.#meters.clear();
    const meter = { requests: 0, isAsking: false, refusedUntil: 0 };
    this.#meters.set(keyHash, meter);
    return meter;
  }

  async #tell(keyHash: string, meter: Meter, now: number): Promise<void> {
    const { countHundred, logError } = this.#options;
    meter.isAsking = true;
    meter.requests -= ratePolicy.requestsPerCount;
    try {
      const counted = countHundred?.(keyHash) ?? Promise.resolve(true);
      if (await answeredWithin(counted, ratePolicy.countMilliseconds)) return;
      meter.refusedUntil = now + ratePolicy.refusedMilliseconds;
      // The first to come back is counted at once, and nobody for what came meanwhile.
      meter.requests = ratePolicy.requestsPerCount - 1;
    } catch (error) {
      logError('requests were not counted', error);
    } finally {
      meter.isAsking = false;
    }
  }
}

/** Whole and at least 1, and different for each, so that they do not all come back at once. */
function secondsUntil(instant: number, now: number): number {
  const spreadSeconds = Math.random() * ratePolicy.spreadSeconds;
  return Math.ceil((instant - now) / 1000 + spreadSeconds);
}
