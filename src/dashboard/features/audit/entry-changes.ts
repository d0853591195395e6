import type { Json } from '../../../engine/json.ts';
import { sameJson } from '../../lib/same-json.ts';

export interface EntryChange {
  readonly property: string;
  /** Undefined where there was nothing. */
  readonly before: Json | undefined;
  /** Undefined where nothing is left. */
  readonly after: Json | undefined;
}

/** The properties in which two states differ; of what was made or deleted, all of them. */
export function entryChanges(before: Json, after: Json): readonly EntryChange[] {
  const [old, now] = [propertiesOf(before), propertiesOf(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((property) => !sameJson(old[property] ?? null, now[property] ?? null))
    .map((property) => ({ property, before: old[property], after: now[property] }));
}

/** Anything that is no object is one property of its own. */
const propertiesOf = (state: Json): Readonly<Record<string, Json>> => {
  if (state === null) return {};
  return typeof state === 'object' && !Array.isArray(state)
    ? (state as Readonly<Record<string, Json>>)
    : { value: state };
};
