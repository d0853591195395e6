/** What a definition needs. */
export interface Dependencies {
  /** How many conditions it has by itself; the definition counts as one. */
  readonly conditionCount: number;
  /** How many of them match a pattern. */
  readonly patternCount: number;
  /** The names of the definitions that it refers to. */
  readonly references: readonly string[];
  /** Where it refers to one of them first: `rules[1].when.flag`; without name, its conditions. */
  readonly pathOf: (reference: string | undefined) => string;
}

export type Graph = ReadonlyMap<string, Dependencies>;

/** What comes to a definition through its references. */
export interface Reach {
  /** 0 for one that refers to nothing. */
  readonly level: number;
  /** Conditions it may evaluate, those of referenced flags and segments included. */
  readonly conditionCount: number;
  readonly patternCount: number;
}
