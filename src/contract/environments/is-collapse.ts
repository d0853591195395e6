/** With fewer flags, taking one away may be more than half of them. */
const fewestGuardedFlags = 5;

/**
 * Nothing that anybody does through `/admin` removes so many flags at once; tables that lost their rows
 * do.
 */
export const isCollapse = (flagsBefore: number, flagsNow: number): boolean =>
  flagsBefore >= fewestGuardedFlags && flagsNow * 2 < flagsBefore;
