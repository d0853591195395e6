import {
  type Definition,
  definitionsByName,
  dependenciesOf,
  findProblem,
  hasKey,
} from './definitions.ts';
import { flagName, segmentName } from './dependencies/references.ts';
import type { Snapshot } from './snapshot.ts';

/** The snapshot of one flag and of all that it refers to, directly or through others. */
export function reachOf(snapshot: Snapshot, flagKey: string): Snapshot {
  const definitions = definitionsByName(snapshot);
  // A set is walked to its end, also while it grows.
  const reached = new Set([flagName(flagKey)]);
  for (const name of reached) {
    for (const reference of referencesOf(definitions.get(name))) reached.add(reference);
  }
  return {
    ...snapshot,
    flags: snapshot.flags.filter((flag) => hasKey(flag) && reached.has(flagName(flag.key))),
    segments: snapshot.segments.filter(
      (segment) => hasKey(segment) && reached.has(segmentName(segment.key)),
    ),
  };
}

function referencesOf(definition: Definition | undefined): readonly string[] {
  const isSound = definition !== undefined && findProblem(definition) === undefined;
  return isSound ? dependenciesOf(definition).references : [];
}
