import { currentFormat, type PublishedKey, type PublishedSnapshot } from '../format.ts';
import { compileFlag } from './compile-flag.ts';
import { compileSegment } from './compile-segment.ts';
import type { EnvironmentRows } from './environment-rows.ts';
import { findProblems, type SnapshotProblem } from './find-problems.ts';

export interface Compiled {
  readonly snapshot: PublishedSnapshot;
  readonly problems: readonly SnapshotProblem[];
}

/** From an environment's rows to its snapshot: pure, and the same rows make the same bytes. */
export function compile(source: EnvironmentRows): Compiled {
  const segments = source.segments.map(compileSegment);
  const snapshot: PublishedSnapshot = {
    format: currentFormat,
    environment: source.environment.key,
    version: source.environment.version,
    flags: source.flags.map(compileFlag),
    segments: segments.flatMap(({ segment }) => segment ?? []),
    keys: source.keys.flatMap(compileKey),
    ...compileSigning(source),
  };
  const unreadable = segments.flatMap(({ key, problems }) =>
    problems.map((problem) => ({ subject: `segment ${key}`, ...problem })),
  );
  return { snapshot, problems: [...unreadable, ...findProblems(source, snapshot)] };
}

/** Admin keys stay in the database: no answer of the edge depends on them. */
function compileKey({
  id,
  kind,
  hash,
  allowedOrigins,
  expiresAt,
}: EnvironmentRows['keys'][number]): PublishedKey[] {
  if (kind === 'admin') return [];
  // Postgres knows an instant called infinity, JavaScript does not.
  const isLimited = expiresAt !== null && !Number.isNaN(expiresAt.getTime());
  const end = isLimited ? { expiresAt: expiresAt.getTime() } : {};
  return [{ id, kind, hash, allowedOrigins, ...end }];
}

/** Nothing where contexts are not signed, as in most environments. */
function compileSigning({ contextKeys, environment }: EnvironmentRows) {
  return {
    ...(contextKeys.length > 0 && {
      contextKeys: contextKeys.map(({ id, publicKey }) => ({ id, jwk: publicKey })),
    }),
    ...(environment.requiresSignedContext && { requiresSignedContext: true as const }),
  };
}
