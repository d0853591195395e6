import type { Problem } from '../../contract/errors/problem.ts';
import { condition } from '../../contract/flags/condition.ts';
import type { Segment } from '../../engine/snapshot.ts';
import { compileCondition } from './compile-condition.ts';
import type { EnvironmentRows } from './environment-rows.ts';
import { readDocument } from './read-document.ts';

interface CompiledSegment {
  readonly key: string;
  /** Absent where the row cannot be read; the flags that refer to it are broken in turn. */
  readonly segment?: Segment;
  readonly problems: readonly Problem[];
}

export function compileSegment({
  key,
  conditions,
}: EnvironmentRows['segments'][number]): CompiledSegment {
  const { document, problems } = readDocument(condition, conditions);
  if (problems) return { key, problems };
  return { key, segment: { key, when: compileCondition(document) }, problems: [] };
}
