import type { EnvironmentRows, FlagRows } from '../../snapshot/compile/environment-rows.ts';
import type { PublishedSnapshot } from '../../snapshot/format.ts';

/** What the database has lost of an environment, and its published snapshot still holds. */
export interface Loss
  extends Pick<EnvironmentRows, 'environment' | 'segments' | 'keys' | 'contextKeys'> {
  readonly snapshot: PublishedSnapshot;
  readonly flags: readonly FlagRows[];
  /** Of these flags, and of others that are there. */
  readonly overrides: readonly FlagRows['overrides'][number][];
  /** Critical flags that were seeded anew since. */
  readonly replanted: ReadonlySet<string>;
  /**
   * The database has changed since this was published, or it is an old version on purpose: where the
   * two differ, the database may be right.
   */
  readonly hasRisen: boolean;
  /** Ids of published keys that an audit log which goes back to the beginning has never seen. */
  readonly strangers: readonly string[];
  /** The database knows no such environment. */
  readonly isUnknown: boolean;
}

/** How many rows it has lost. */
export const sizeOf = ({ flags, overrides, segments, keys, contextKeys }: Loss): number =>
  [flags, overrides, segments, keys, contextKeys].reduce((sum, { length }) => sum + length, 0);
