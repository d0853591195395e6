/**
 * The time since an instant that this isolate noted. A clock that was set back would make it negative,
 * and whoever waits for it to pass would wait for an hour: then it counts as long past.
 */
export const elapsed = (instant: number, now: number): number =>
  now < instant ? Number.POSITIVE_INFINITY : now - instant;
