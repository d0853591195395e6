import { sameJson } from './same-json.ts';

/** Something with a revision, as the server had it when it was read. */
export interface Versioned<Values extends object> {
  readonly revision: number;
  readonly values: Values;
}

/** What somebody is writing, and what it began with. */
export interface Draft<Values extends object> {
  readonly base: Versioned<Values>;
  readonly mine: Values;
}

/** A property that two people changed in different ways. */
export interface Clash<Values extends object> {
  readonly property: keyof Values & string;
  readonly mine: unknown;
  readonly theirs: unknown;
}

/** The properties that differ, as they are in `to`. */
export function changesOf<Values extends object>(from: Values, to: Values): Partial<Values> {
  const names = Object.keys(to) as (keyof Values)[];
  const changed = names.filter((name) => !sameJson(from[name], to[name]));
  return Object.fromEntries(changed.map((name) => [name, to[name]])) as Partial<Values>;
}

/** What both changed since the draft began; whatever only one of them changed can stand beside the other's. */
export function clashesOf<Values extends object>(
  { base, mine }: Draft<Values>,
  current: Versioned<Values>,
): Clash<Values>[] {
  const theirs = changesOf(base.values, current.values);
  const names = Object.keys(changesOf(base.values, mine)) as (keyof Values & string)[];
  return names
    .filter((name) => name in theirs && !sameJson(mine[name], current.values[name]))
    .map((property) => ({ property, mine: mine[property], theirs: current.values[property] }));
}

/** The same changes, made to what is there now. */
export const rebased = <Values extends object>(
  { base, mine }: Draft<Values>,
  current: Versioned<Values>,
): Draft<Values> => ({
  base: current,
  mine: { ...current.values, ...changesOf(base.values, mine) },
});

/** The same, but for what somebody else changed too: that stays as they left it. */
export const yielded = <Values extends object>(
  draft: Draft<Values>,
  current: Versioned<Values>,
): Draft<Values> => {
  const theirs = changesOf(draft.base.values, current.values);
  return { base: current, mine: { ...rebased(draft, current).mine, ...theirs } };
};
