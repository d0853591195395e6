import type { Bucketer } from './bucketing/bucketer.ts';
import type { Outcomes } from './flag/outcomes.ts';
import type { PreparedFlag } from './flag/prepared-flag.ts';
import type { Predicate } from './question.ts';
import type { Flag } from './snapshot.ts';
import type { Watch } from './tracing/watch.ts';

/** What definitions may refer to: those that were prepared before them. */
export interface Prepared {
  readonly flags: ReadonlyMap<string, PreparedFlag>;
  readonly segments: ReadonlyMap<string, Predicate>;
}

/** What the parts of one definition are prepared with. */
export interface Draft {
  readonly prepared: Prepared;
  readonly bucketer: Bucketer;
  /** The attribute that buckets, unless a part names its own. */
  readonly bucketBy: string;
  readonly watch: Watch;
}

export interface FlagDraft extends Draft {
  readonly flag: Flag;
  readonly outcomes: Outcomes;
  /** How many it may ask in all. */
  readonly questions: number;
}
