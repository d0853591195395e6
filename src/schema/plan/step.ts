import type { CatalogObject } from '../catalog/catalog.ts';

/** One statement of a repair. */
export interface Step {
  /** What it brings, the first of them in front: a table comes with its columns. */
  readonly objects: readonly [CatalogObject, ...CatalogObject[]];
  readonly statement: string;
  /** Where rows break a rule, this puts it in force for new ones at least. */
  readonly lenientStatement?: string;
}

/** Something that stays as it is, and why. */
export interface Obstacle {
  /** The first of them in front, as of a step. */
  readonly objects: readonly [CatalogObject, ...CatalogObject[]];
  readonly reason: string;
  /** SQLSTATE, where Postgres was asked and refused. */
  readonly sqlstate?: string;
  /** Rows that are in the way, and up to five of them by their keys. */
  readonly rows?: { readonly count: number; readonly samples: readonly unknown[] };
  /** What a person would run, once it is decided. */
  readonly statement: string;
}

export interface Plan {
  /** To be committed before the rest, as a label cannot be used in the transaction that adds it. */
  readonly labels: readonly Step[];
  /** In an order in which each finds what it needs. */
  readonly steps: readonly Step[];
  /** What is not mended, as that takes a decision. */
  readonly obstacles: readonly Obstacle[];
}
