import { bucketers, DEFAULT_BUCKETER } from './bucketing/bucketers.ts';
import { prepareCondition } from './conditions/condition.ts';
import { USER } from './context.ts';
import type { Draft, Prepared } from './draft.ts';
import { Outcomes } from './flag/outcomes.ts';
import { prepareBrokenFlag, prepareFlag } from './flag/prepare-flag.ts';
import type { PreparedFlag } from './flag/prepared-flag.ts';
import type { Predicate } from './question.ts';
import type { Flag, Segment } from './snapshot.ts';
import type { Watcher } from './tracing/watch.ts';
import { Flaw } from './validation/flaw.ts';

/** Prepares definitions one after the other, with those before at hand. Nothing here throws. */
export class Workshop implements Prepared {
  readonly flags = new Map<string, PreparedFlag>();
  readonly segments = new Map<string, Predicate>();
  readonly segmentProblems = new Map<string, string>();
  readonly #version: number;
  readonly #watcher: Watcher;

  constructor(version: number, watcher: Watcher) {
    this.#version = version;
    this.#watcher = watcher;
  }

  /** A definition that has a problem is isolated: it harms nobody but those who refer to it. */
  addFlag(flag: Flag, questions: number): void {
    try {
      const draft = this.#draft(`flag ${flag.key}`, flag.bucketBy, flag.bucketer);
      const outcomes = new Outcomes(flag, this.#version);
      this.flags.set(flag.key, prepareFlag({ ...draft, flag, outcomes, questions }));
    } catch (cause) {
      this.addBrokenFlag(flag, cause instanceof Error ? cause.message : String(cause));
    }
  }

  addBrokenFlag(flag: Flag, problem: string): void {
    const watch = this.#watcher(`flag ${flag.key}`);
    const version = this.#version;
    this.flags.set(flag.key, prepareBrokenFlag({ flag, version, problem, watch }));
  }

  /** A segment that has a problem is left out, which is a problem of the flags that refer to it. */
  addSegment({ key, when }: Segment): void {
    try {
      this.segments.set(key, prepareCondition(when, 'when', this.#draft(`segment ${key}`, USER)));
    } catch (cause) {
      this.segmentProblems.set(key, cause instanceof Error ? cause.message : String(cause));
    }
  }

  #draft(subject: string, bucketBy: string, name?: string): Draft {
    const bucketer = bucketers.get(name ?? DEFAULT_BUCKETER);
    if (bucketer === undefined) throw new Flaw('bucketer', 'the name of a bucketer');
    return { prepared: this, bucketer, bucketBy, watch: this.#watcher(subject) };
  }
}
