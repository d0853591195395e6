import canonicalize from 'canonicalize';
import type { Flag } from '../../engine/snapshot.ts';
import type { PublishedSnapshot } from '../../snapshot/format.ts';
import type { Loss } from './loss.ts';
import type { Served } from './read-served.ts';

interface Comparison {
  /** Published, and not there or otherwise. */
  readonly differing: readonly string[];
  /** There, and not published. */
  readonly extra: readonly string[];
}

/** What the database would serve now against what is published, by name: `flag x`, `key y`. */
export function compareWithPublished(served: Served, snapshot: PublishedSnapshot): Comparison {
  const { environment } = snapshot;
  const now = served.get(environment);
  if (!now) return { differing: [`environment ${environment}`], extra: [] };
  const there = parts(now);
  const published = parts(snapshot);
  return {
    differing: [...published].flatMap(([name, content]) =>
      there.get(name) === content ? [] : name,
    ),
    extra: [...there.keys()].filter((name) => !published.has(name)),
  };
}

/**
 * What was restored, and would be served otherwise than it is published. Asked of an environment that
 * has changed since: otherwise all of it has to be as it is published.
 */
export function findDifferences(served: Served, loss: Loss): readonly string[] {
  const { differing } = compareWithPublished(served, loss.snapshot);
  const restored = new Set([
    `environment ${loss.environment.key}`,
    ...loss.flags.map(({ flag }) => `flag ${flag.key}`),
    ...loss.segments.map(({ key }) => `segment ${key}`),
    ...loss.keys.map(({ id }) => `key ${id}`),
    ...loss.contextKeys.map(({ id }) => `context key ${id}`),
  ]);
  return differing.filter((name) => restored.has(name));
}

/** Everything that a snapshot is made of, by name, as canonical JSON. */
const parts = ({ flags, segments, keys, contextKeys = [] }: PublishedSnapshot) =>
  new Map([
    ...flags.map((flag) => [`flag ${flag.key}`, canonicalize(comparable(flag))] as const),
    ...segments.map((segment) => [`segment ${segment.key}`, canonicalize(segment)] as const),
    ...keys.map((key) => [`key ${key.id}`, canonicalize(key)] as const),
    ...contextKeys.map((key) => [`context key ${key.id}`, canonicalize(key)] as const),
  ]);

/** Overrides have no order, and a broken flag is broken in whatever words. */
const comparable = ({ problem, overrides, ...flag }: Flag) => ({
  ...flag,
  isBroken: problem !== undefined,
  overrides: overrides.map((override) => canonicalize(override) ?? '').sort(),
});
