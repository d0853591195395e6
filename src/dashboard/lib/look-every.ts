import { isSignedOut } from './api.ts';

interface Looked {
  readonly state: { readonly error: Error | null };
}

/** For a query that asks again by itself: not once the session is over, as every answer would be the same. */
export const lookEvery =
  (milliseconds: number) =>
  ({ state }: Looked): number | false =>
    isSignedOut(state.error) ? false : milliseconds;
