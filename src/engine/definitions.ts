import type { Dependencies } from './dependencies/graph.ts';
import {
  flagDependencies,
  flagName,
  segmentDependencies,
  segmentName,
} from './dependencies/references.ts';
import { isRecord } from './is-record.ts';
import type { Flag, Segment, Snapshot } from './snapshot.ts';
import { findFlagProblem } from './validation/flag.ts';
import { findSegmentProblem } from './validation/segment.ts';

/** Of several with one key none is served; the last stands for all of them. */
export type Definition = ({ readonly flag: Flag } | { readonly segment: Segment }) & {
  readonly isRepeated: boolean;
};

/** All that somebody could ask for, in one space of names. */
export function definitionsByName({ flags, segments }: Snapshot): ReadonlyMap<string, Definition> {
  const definitions = new Map<string, Definition>();
  for (const segment of segments.filter(hasKey)) {
    const name = segmentName(segment.key);
    definitions.set(name, { segment, isRepeated: definitions.has(name) });
  }
  for (const flag of flags.filter(hasKey)) {
    const name = flagName(flag.key);
    definitions.set(name, { flag, isRepeated: definitions.has(name) });
  }
  return definitions;
}

/** What is wrong with a definition by itself. */
export function findProblem(definition: Definition): string | undefined {
  if (definition.isRepeated) return 'key: expected one of its own';
  if ('flag' in definition) return findFlagProblem(definition.flag);
  return findSegmentProblem(definition.segment);
}

/** Of one that has no problem by itself. */
export function dependenciesOf(definition: Definition): Dependencies {
  if ('flag' in definition) return flagDependencies(definition.flag);
  return segmentDependencies(definition.segment);
}

/** Without key, nobody can ask for it. */
export function hasKey(definition: Flag | Segment): boolean {
  return isRecord(definition) && typeof definition.key === 'string';
}
