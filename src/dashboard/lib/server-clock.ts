/** How far the server's clock is ahead of the browser's, which may be wrong by hours. */
let aheadMilliseconds = 0;

/** Its header tells whole seconds, and is a moment old: less than that is no difference. */
const noticedMilliseconds = 5_000;

/** Takes the time from an answer's `Date`. */
export function noteServerTime(date: string | null): void {
  const ahead = Date.parse(date ?? '') - Date.now();
  if (Number.isNaN(ahead)) return;
  aheadMilliseconds = Math.abs(ahead) < noticedMilliseconds ? 0 : ahead;
}

/** What time it is for the server, which decides what has ended: milliseconds since the epoch. */
export const serverNow = (): number => atServer(Date.now());

/** An instant of the browser's clock, by the server's. */
export const atServer = (at: number): number => at + aheadMilliseconds;
