import { withTimeout } from '../snapshot/with-timeout.ts';

/** Undefined where it fails, or is not there by then. */
export const patiently = <T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> =>
  withTimeout(promise, milliseconds).catch(() => undefined);
