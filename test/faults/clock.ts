const RealDate = Date;
let skewMilliseconds = 0;

/** What the Worker takes for the time; it runs on, and timers do not notice. */
class SkewedDate extends RealDate {
  constructor(...given: [] | [string | number | Date]) {
    super(...((given.length === 0 ? [SkewedDate.now()] : given) as [number]));
  }
  static override now(): number {
    return RealDate.now() + skewMilliseconds;
  }
}

/** From the start, as a Worker keeps the function that it once found. */
globalThis.Date = SkewedDate as DateConstructor;

export function skewClock(milliseconds: number): void {
  skewMilliseconds += milliseconds;
}
