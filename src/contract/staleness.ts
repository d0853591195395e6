/** After how many days a flag counts as stale, by each of the signs. */
export interface StaleThresholds {
  /** Not evaluated for so long. */
  readonly unused_days: number;
  /** Served whole to everybody, unchanged, for so long. */
  readonly rolled_out_days: number;
  /** Older than a flag is expected to become. */
  readonly lifetime_days: number;
}
