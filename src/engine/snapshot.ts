import type { Json } from './json.ts';

/**
 * What the edge reads: one environment at one version, as plain JSON. `snapshot/compile` makes it
 * from rows; `prepare` turns it into closures once per isolate.
 *
 * Units: `…Millipercent` and `weight` count thousandths of a percent (100 000 = 100 %); instants
 * are milliseconds since the Unix epoch.
 */
export interface Snapshot {
  readonly environment: string;
  readonly version: number;
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
}

export type FlagKind = 'boolean' | 'string' | 'number' | 'json';

export interface Flag {
  readonly key: string;
  readonly name: string;
  readonly kind: FlagKind;
  readonly clientVisible: boolean;
  /** Set where the definition is broken: the flag serves its off value with an error code. */
  readonly problem?: string;
  readonly variants: readonly Variant[];
  readonly offVariant: string;
  /** The emergency stop: serves the off variant to everybody, overrides included. */
  readonly killed: boolean;
  /** The switch: while it is off, only overrides serve something other than the off variant. */
  readonly on: boolean;
  readonly salt: string;
  /** A way of bucketing by its name; `burgee/1` if absent. */
  readonly bucketer?: string;
  /** The attribute whose value is the unit of bucketing. */
  readonly bucketBy: string;
  readonly overrides: readonly Override[];
  readonly prerequisites: readonly Prerequisite[];
  readonly rules: readonly Rule[];
  readonly rollout: Rollout;
}

export interface Variant {
  readonly name: string;
  readonly value: Json;
}

export interface Override {
  readonly scope: 'user' | 'organisation';
  readonly subject: string;
  readonly variant: string;
  /** The first instant at which the override no longer counts. */
  readonly expiresAt?: number;
}

/** The flag is served only where another flag serves one of these variants. */
export type Prerequisite = FlagTest;

/** Ordered; the first rule whose condition is true and whose window is open decides. */
export interface Rule {
  readonly id: string;
  readonly when: Condition;
  readonly rollout: Rollout;
  /** Overrides the flag's unit of bucketing for this rule. */
  readonly bucketBy?: string;
  /** First instant of the window. */
  readonly from?: number;
  /** First instant after the window. */
  readonly until?: number;
}

/** Serves the split to a share of the units; a rule passes the rest on, the default serves them off. */
export interface Rollout {
  readonly millipercent: number;
  readonly split: readonly Share[];
}

/** Weights of a split sum to 100 000. */
export interface Share {
  readonly variant: string;
  readonly weight: number;
}

export interface Segment {
  readonly key: string;
  readonly when: Condition;
}

/** Evaluates to true, false or unknown (Kleene); a rule matches on true alone. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | AttributeTest
  | { readonly segment: string }
  | FlagTest
  | PercentageTest;

export interface AttributeTest {
  /** A name, or a path into nested objects: `company.plan`. */
  readonly attribute: string;
  readonly operator: string;
  readonly value?: Json;
  readonly ignoreCase?: boolean;
}

/** Another flag serves one of these variants; unknown where that flag answers with an error. */
export interface FlagTest {
  readonly flag: string;
  readonly variants: readonly string[];
}

/** The unit is among the first of a rollout of its own; unknown without unit. */
export interface PercentageTest {
  readonly millipercent: number;
  readonly salt: string;
  readonly bucketBy?: string;
}
