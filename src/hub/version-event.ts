import type { PackedSnapshot } from '../snapshot/format.ts';

/** Tells that an environment has a newer version. The keeper makes it, and every shard tells the same. */
export interface VersionEvent {
  readonly version: number;
  /**
   * Names the version and the whole snapshot: `12.9f86d081884c7d65`. An answer's ETag begins with the
   * version too, but names what was asked as well, so the two are never equal.
   */
  readonly etag: string;
  /** When the keeper was given it, in seconds since the epoch. */
  readonly lastModified: number;
}

const checksumDigits = 16;

export const versionEvent = (
  { version, checksum }: Pick<PackedSnapshot, 'version' | 'checksum'>,
  now: number,
): VersionEvent => ({
  version,
  etag: `${version}.${checksum.slice(0, checksumDigits)}`,
  lastModified: Math.floor(now / 1_000),
});
