import { epoch } from '../../engine/boundaries.ts';
import { finishHash, startHash } from '../../engine/bucketing/murmur3.ts';
import type { Context } from '../../engine/context.ts';
import type { Granted } from './access.ts';

/**
 * Names all that the answer depends on (the environment's version, how many of its expiries have
 * passed, the key, the context in whatever order), so that "not modified" needs no evaluation. What
 * changes for one who asks again is there as it is; the rest as 64 bits, which need not be secret.
 */
export function featuresEtag({ held, key }: Granted, context: Context, now: number): string {
  const { environment, version } = held.snapshot;
  const text = JSON.stringify([environment, key.id, ordered(context)]);
  return `"${version}-${epoch(held.snapshot, now)}-${hex(starts[0], text)}${hex(starts[1], text)}"`;
}

const starts = [startHash('one:'), startHash('another:')] as const;

const hex = (start: (typeof starts)[number], text: string): string =>
  finishHash(start, text).toString(16).padStart(8, '0');

/** The same value, the properties of every object in one order. */
function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  const properties = value as Context;
  const names = Object.keys(properties).sort();
  return Object.fromEntries(names.map((name) => [name, ordered(properties[name])]));
}

/** Weakly, as RFC 9110 (13.1.2) asks of `If-None-Match`: a list, `*`, tags with or without `W/`. */
export function matchesEtag(header: string | null, etag: string): boolean {
  if (header === null) return false;
  return header
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === '*' || tag === etag);
}
