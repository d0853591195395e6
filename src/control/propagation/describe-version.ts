import type { VersionPropagation } from '../../contract/environments/propagation.ts';
import { percentile } from './percentile.ts';
import type { LocationRow, ReceiptRow, VersionRow } from './propagation-rows.ts';
import { secondsSince } from './seconds-since.ts';

interface Seen {
  readonly locations: readonly LocationRow[];
  /** Of that version and all later ones, at least. */
  readonly receipts: readonly ReceiptRow[];
}

/**
 * How far a version has come. A location that has answered with a later one has seen it. One that nobody
 * asked when it was committed tells nothing of how long that took: it counts, and not for the seconds.
 */
export function describeVersion(
  { version, committedAt, publishedAt }: VersionRow,
  { locations, receipts }: Seen,
): VersionPropagation {
  const firsts = new Map<string, number>();
  for (const receipt of receipts) {
    if (receipt.version < version) continue;
    const first = firsts.get(receipt.location) ?? Number.POSITIVE_INFINITY;
    firsts.set(receipt.location, Math.min(first, receipt.servedAt.getTime()));
  }
  const seen = locations.flatMap(({ location, awakeSince }) => {
    const at = firsts.get(location);
    return at === undefined ? [] : { awakeSince, seconds: secondsSince(committedAt.getTime(), at) };
  });
  const seconds = seen
    .filter(({ awakeSince }) => awakeSince <= committedAt.getTime())
    .map((each) => each.seconds);
  return {
    version,
    committed_at: committedAt.toISOString(),
    published_at: publishedAt?.toISOString() ?? null,
    seen: seen.length,
    of: locations.length,
    p50_seconds: percentile(seconds, 0.5),
    p95_seconds: percentile(seconds, 0.95),
  };
}
