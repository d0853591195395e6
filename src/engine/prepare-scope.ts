import type { Bucketer } from './bucketing/bucketer.ts';
import type { Outcomes } from './flag/outcomes.ts';
import type { PreparedFlag } from './flag/prepared-flag.ts';
import type { Predicate } from './question.ts';
import type { Shared } from './shared.ts';
import type { Flag } from './snapshot.ts';
import type { Trace } from './tracing/trace.ts';

/** What a definition may refer to: those that were prepared before it. */
export interface Definitions {
  readonly flags: ReadonlyMap<string, PreparedFlag>;
  readonly segments: ReadonlyMap<string, Predicate>;
}

/** What any definition is prepared with. */
export interface DefinitionScope {
  readonly definitions: Definitions;
  readonly trace: Trace;
  readonly shared: Shared;
}

/** What the parts of one definition are prepared with. */
export interface PrepareScope extends DefinitionScope {
  readonly bucketer: Bucketer;
  /** The attribute that buckets, unless a part names its own. */
  readonly bucketBy: string;
}

export interface FlagScope extends PrepareScope {
  readonly flag: Flag;
  readonly outcomes: Outcomes;
}
