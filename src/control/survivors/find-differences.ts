import canonicalize from 'canonicalize';
import type { Queryable } from '../../db/connect.ts';
import type { Flag } from '../../engine/snapshot.ts';
import { compile } from '../../snapshot/compile.ts';
import { findEnvironmentRows } from '../../snapshot/environment-rows.ts';
import type { PublishedSnapshot } from '../../snapshot/format.ts';
import type { Loss } from './find-losses.ts';

type Asked = Pick<Loss, 'environment' | 'snapshot' | 'flags' | 'segments' | 'keys' | 'hasRisen'>;

/**
 * What the database would serve otherwise than it is published, by name, once all is restored:
 * rows that were kept, and definitions of which another environment had a newer one. Where the
 * database has changed since, only what was restored is asked about.
 */
export async function findDifferences(tx: Queryable, loss: Asked): Promise<string[]> {
  const rows = await findEnvironmentRows(tx, loss.environment.key);
  if (!rows) return [`environment ${loss.environment.key}`];
  const there = parts(compile(rows).snapshot);
  const restored = new Set([
    ...loss.flags.map(({ flag }) => `flag ${flag.key}`),
    ...loss.segments.map(({ key }) => `segment ${key}`),
    ...loss.keys.map(({ id }) => `key ${id}`),
  ]);
  return [...parts(loss.snapshot)].flatMap(([name, content]) => {
    const isAsked = !loss.hasRisen || restored.has(name);
    return isAsked && there.get(name) !== content ? name : [];
  });
}

/** Everything that a snapshot is made of, by name, as canonical JSON. */
const parts = ({ flags, segments, keys }: PublishedSnapshot) =>
  new Map([
    ...flags.map((flag) => [`flag ${flag.key}`, canonicalize(comparable(flag))] as const),
    ...segments.map((segment) => [`segment ${segment.key}`, canonicalize(segment)] as const),
    ...keys.map((key) => [`key ${key.id}`, canonicalize(key)] as const),
  ]);

/** Overrides have no order, and a broken flag is broken in whatever words. */
const comparable = ({ problem, overrides, ...flag }: Flag) => ({
  ...flag,
  isBroken: problem !== undefined,
  overrides: overrides.map((override) => canonicalize(override) ?? '').sort(),
});
