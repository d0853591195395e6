/** With fewer flags, taking one away may be more than half of them. */
const fewestGuardedFlags = 5;

/** So many flags are not lost at once by what anybody does through `/admin`, but by tables that lost their rows. */
export const isCollapse = (flagsBefore: number, flagsNow: number): boolean =>
  flagsBefore >= fewestGuardedFlags && flagsNow * 2 < flagsBefore;
