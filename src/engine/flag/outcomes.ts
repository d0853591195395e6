import type { ErrorCode, Evaluation, Reason } from '../evaluation.ts';
import type { Flag, Override, Prerequisite, Variant } from '../snapshot.ts';
import { deepFreeze } from '../values/deep-freeze.ts';

/** What a rollout says of a context; `Unserved` is what it says where it serves nothing. */
export interface RolloutOutcomes<Unserved> {
  /** It does not depend on the unit: one variant for all, or none for anybody. */
  readonly everybody: (variant: string) => Evaluation;
  readonly nobody: Unserved;
  /** The unit's bucket is below the percentage, or is not, or there is no unit. */
  readonly inside: (variant: string) => Evaluation;
  readonly outside: Unserved;
  readonly withoutUnit: Unserved;
}

/**
 * Everything one flag can answer: each outcome has its own maker, which carries its reason. They
 * are called while the flag is prepared; evaluation only hands out what they made.
 */
export class Outcomes {
  readonly #flag: Flag;
  readonly #version: number;

  constructor(flag: Flag, version: number) {
    this.#flag = flag;
    this.#version = version;
    for (const { value } of flag.variants) deepFreeze(value);
  }

  /** Stopped or switched off. */
  disabled(): Evaluation {
    return this.#off('DISABLED');
  }

  overridden({ variant, scope }: Override): Evaluation {
    return this.#serve(variant, 'TARGETING_MATCH', { ruleId: `override:${scope}` });
  }

  unmet({ flag }: Prerequisite): Evaluation {
    return this.#off('DEFAULT', { ruleId: `prerequisite:${flag}` });
  }

  rule(ruleId: string): RolloutOutcomes<undefined> {
    return {
      everybody: (variant) => this.#serve(variant, 'TARGETING_MATCH', { ruleId }),
      nobody: undefined,
      inside: (variant) => this.#serve(variant, 'SPLIT', { ruleId }),
      outside: undefined,
      withoutUnit: undefined,
    };
  }

  defaultRollout(): RolloutOutcomes<Evaluation> {
    const { rules, prerequisites } = this.#flag;
    const undivided = rules.length === 0 && prerequisites.length === 0 ? 'STATIC' : 'DEFAULT';
    return {
      everybody: (variant) => this.#serve(variant, undivided),
      nobody: this.#off(undivided),
      inside: (variant) => this.#serve(variant, 'SPLIT'),
      outside: this.#off('SPLIT'),
      withoutUnit: this.#off('ERROR', { errorCode: 'TARGETING_KEY_MISSING' }),
    };
  }

  #off(reason: Reason, details?: Details): Evaluation {
    return this.#serve(this.#flag.offVariant, reason, details);
  }

  #serve(name: string, reason: Reason, details?: Details): Evaluation {
    const variant = this.#flag.variants.find((candidate) => candidate.name === name);
    return evaluation(variant, this.#version, { reason, ...details });
  }
}

/** The snapshot does not have the flag. */
export function unknownFlag(version: number): Evaluation {
  return evaluation(undefined, version, { reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND' });
}

/** The definition cannot be understood; its off variant is served if at least that is there. */
export function brokenFlag(off: Variant | undefined, version: number): Evaluation {
  deepFreeze(off?.value);
  return evaluation(off, version, { reason: 'ERROR', errorCode: 'PARSE_ERROR' });
}

interface Details {
  readonly ruleId?: string;
  readonly errorCode?: ErrorCode;
}

interface Why extends Details {
  readonly reason: Reason;
}

/** Every answer is made here, so that all have one shape and are frozen; its value is already. */
function evaluation(served: Variant | undefined, version: number, why: Why): Evaluation {
  return Object.freeze({
    value: served?.value ?? null,
    variant: served?.name,
    reason: why.reason,
    ruleId: why.ruleId,
    errorCode: why.errorCode,
    version,
  });
}
