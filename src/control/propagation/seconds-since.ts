/** To the millisecond. Two clocks may differ: nothing is served before it is committed. */
export const secondsSince = (startedAt: number, at: number): number =>
  Math.max(0, Math.round(at - startedAt)) / 1_000;
