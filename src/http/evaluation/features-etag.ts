import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Context } from '../../engine/context.ts';
import { epoch } from '../../engine/prepare.ts';
import type { Granted } from './access.ts';

/**
 * Names all that the answer depends on (the environment's version, how many of its expiries have
 * passed, the key, the context in whatever order), so that "not modified" needs no evaluation.
 */
export function featuresEtag({ held, key }: Granted, context: Context, now: number): string {
  const { environment, version } = held.snapshot;
  const text = canonicalize([environment, version, epoch(held.snapshot, now), key.id, context]);
  return `"${createHash('sha256')
    .update(text ?? '')
    .digest('base64url')}"`;
}

/** Weakly, as RFC 9110 (13.1.2) asks of `If-None-Match`: a list, `*`, tags with or without `W/`. */
export function matchesEtag(header: string | null, etag: string): boolean {
  if (header === null) return false;
  return header
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === '*' || tag === etag);
}
