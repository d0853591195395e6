/** What an answer depends on beside the access. */
export interface Asked {
  readonly url: string;
  readonly headers: Headers;
  /** In milliseconds since the epoch. */
  readonly now: number;
}
