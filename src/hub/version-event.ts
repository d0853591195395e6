import { contentTag, type PackedSnapshot } from '../snapshot/format.ts';

/** Tells that an environment has a newer version. The keeper makes it, and every shard tells the same. */
export interface VersionEvent {
  readonly version: number;
  /** Names the version and its content, as an answer's ETag begins: `12.9f86d081884c7d65`. */
  readonly etag: string;
  /** When the keeper was given it, in seconds since the epoch. */
  readonly lastModified: number;
}

export const versionEvent = (
  packed: Pick<PackedSnapshot, 'version' | 'checksum'>,
  now: number,
): VersionEvent => ({
  version: packed.version,
  etag: contentTag(packed),
  lastModified: Math.floor(now / 1_000),
});
