import { condition } from '../contract/condition.ts';
import type { Segment } from '../engine/snapshot.ts';
import { compileCondition } from './compile-condition.ts';
import { compileFlag } from './compile-flag.ts';
import type { EnvironmentRows } from './environment-rows.ts';
import { findProblems, type SnapshotProblem } from './find-problems.ts';
import { currentFormat, type PublishedKey, type PublishedSnapshot } from './format.ts';

export interface Compiled {
  readonly snapshot: PublishedSnapshot;
  readonly problems: readonly SnapshotProblem[];
}

/** From an environment's rows to its snapshot: pure, and the same rows make the same bytes. */
export function compile(source: EnvironmentRows): Compiled {
  const snapshot: PublishedSnapshot = {
    format: currentFormat,
    environment: source.environment.key,
    version: source.environment.version,
    flags: source.flags.map(compileFlag),
    segments: source.segments.flatMap(compileSegment),
    keys: source.keys.flatMap(compileKey),
  };
  return { snapshot, problems: findProblems(source, snapshot) };
}

/** Without a segment that cannot be read, the flags that refer to it are broken in turn. */
function compileSegment({ key, conditions }: EnvironmentRows['segments'][number]): Segment[] {
  const parsed = condition.safeParse(conditions);
  return parsed.success ? [{ key, when: compileCondition(parsed.data) }] : [];
}

/** Admin keys stay in the database: no answer of the edge depends on them. */
function compileKey({ id, kind, hash, allowedOrigins }: EnvironmentRows['keys'][number]) {
  if (kind === 'admin') return [];
  return [{ id, kind, hash, allowedOrigins } satisfies PublishedKey];
}
