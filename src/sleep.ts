export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** At random between the two, so that what met once does not meet again. */
export const sleepBetween = ({ leastMilliseconds, mostMilliseconds }: Bounds): Promise<void> =>
  sleep(leastMilliseconds + Math.random() * (mostMilliseconds - leastMilliseconds));

interface Bounds {
  readonly leastMilliseconds: number;
  readonly mostMilliseconds: number;
}
