import { createHash } from 'node:crypto';
import { epoch } from '../../engine/boundaries.ts';
import type { Context } from '../../engine/context.ts';
import type { Granted } from './access.ts';

/**
 * Names all that the answer depends on (the environment's version, how many of its expiries have
 * passed, the key, the context in whatever order), so that "not modified" needs no evaluation.
 */
export function featuresEtag({ held, key }: Granted, context: Context, now: number): string {
  const { environment, version } = held.snapshot;
  const text = stableText([environment, version, epoch(held.snapshot, now), key.id, context]);
  return `"${createHash('sha256').update(text).digest('base64url')}"`;
}

/** JSON with the properties of every object in one order. Takes any text, also half a surrogate pair. */
const stableText = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );

/** Weakly, as RFC 9110 (13.1.2) asks of `If-None-Match`: a list, `*`, tags with or without `W/`. */
export function matchesEtag(header: string | null, etag: string): boolean {
  if (header === null) return false;
  return header
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === '*' || tag === etag);
}
