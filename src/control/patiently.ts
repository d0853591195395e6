import { withTimeout } from '../snapshot/with-timeout.ts';

/** Resolves with undefined where the promise rejects, or takes longer than that. */
export const patiently = <T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> =>
  withTimeout(promise, milliseconds).catch(() => undefined);
