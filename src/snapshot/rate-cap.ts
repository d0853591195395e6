/** In milliseconds, of one isolate. */
export interface RateCap {
  /** The least time between two calls for one key; half of it to all of that again, at random. */
  readonly perKeyMilliseconds: number;
  /** The least time between any two calls. */
  readonly overallMilliseconds: number;
}

/** Bounds the memory that made-up keys can take. */
const maxKeys = 1_000;

/**
 * Lets a call through only so often; one that comes too early is answered `undefined` without being
 * made. The times differ at random from isolate to isolate, so that those which lost their source
 * together do not come back together.
 */
export function capRate<Given extends unknown[], Result>(
  call: (key: string, ...given: Given) => Promise<Result | undefined>,
  { perKeyMilliseconds, overallMilliseconds }: RateCap,
  now: () => number,
): (key: string, ...given: Given) => Promise<Result | undefined> {
  const nextAt = new Map<string, number>();
  let nextOverallAt = 0;
  return async (key, ...given) => {
    const at = now();
    if (isBefore(at, nextOverallAt, overallMilliseconds)) return undefined;
    if (isBefore(at, nextAt.get(key) ?? 0, 1.5 * perKeyMilliseconds)) return undefined;
    if (nextAt.size >= maxKeys) nextAt.clear();
    nextAt.set(key, at + perKeyMilliseconds * (0.5 + Math.random()));
    nextOverallAt = at + overallMilliseconds;
    return call(key, ...given);
  };
}

/** A wait that is longer than any that was set comes of a clock that was set back: it is over. */
const isBefore = (at: number, next: number, longestMilliseconds: number): boolean =>
  at < next && next - at <= longestMilliseconds;
