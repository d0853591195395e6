import type { Random } from '../random.ts';
import type { State, StateObject } from '../state.ts';

/** What a damage is drawn from. */
export interface Site {
  /** As it is now, damaged already or not. */
  readonly state: State;
  /** As it was before any damage. */
  readonly whole: State;
  readonly random: Random;
}

export interface Damage {
  /** Adding what is missing does not put it right, so that a person has to decide. */
  readonly takesDecision?: true;
  /** Only a superuser can do it. */
  readonly asSuperuser?: true;
  /** Statements that do it; none where there is nothing to do it to. */
  readonly draw: (site: Site) => readonly string[];
}

/** All of a type, or of several, that belong to what is expected. */
export function expected({ state, whole }: Site, ...types: string[]): StateObject[] {
  return [...state.objects]
    .filter(([label, { type }]) => types.includes(type) && whole.objects.has(label))
    .map(([, object]) => object);
}

/** One of them, put into statements. */
export function drawOne(
  site: Site,
  types: readonly string[],
  statements: (object: StateObject) => readonly string[],
): readonly string[] {
  const object = site.random.pick(expected(site, ...types));
  return object === undefined ? [] : statements(object);
}
