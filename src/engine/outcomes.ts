import type { ErrorCode, Evaluation, Reason } from './evaluation.ts';
import type { Flag, Override, Prerequisite, Variant } from './snapshot.ts';

interface Details {
  readonly ruleId?: string;
  readonly errorCode?: ErrorCode;
}

/**
 * Everything one flag can answer: each kind of outcome has its own maker, which carries its reason.
 * They are called while the flag is prepared; evaluation only hands out what they made.
 */
export class Outcomes {
  readonly #flag: Flag;
  readonly #version: number;

  constructor(flag: Flag, version: number) {
    this.#flag = flag;
    this.#version = version;
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

  /** A rule that serves one variant to everybody it matches. */
  matched(variant: string, ruleId: string): Evaluation {
    return this.#serve(variant, 'TARGETING_MATCH', { ruleId });
  }

  /** A rule that serves one variant to some of the units it matches. */
  drawn(variant: string, ruleId: string): Evaluation {
    return this.#serve(variant, 'SPLIT', { ruleId });
  }

  /** The default rollout where it is the same for everybody who comes so far. */
  everybody(variant: string): Evaluation {
    const { rules, prerequisites } = this.#flag;
    const untargeted = rules.length === 0 && prerequisites.length === 0;
    return this.#serve(variant, untargeted ? 'STATIC' : 'DEFAULT');
  }

  nobody(): Evaluation {
    return this.everybody(this.#flag.offVariant);
  }

  /** The default rollout where it serves one variant to some of the units. */
  inside(variant: string): Evaluation {
    return this.#serve(variant, 'SPLIT');
  }

  outside(): Evaluation {
    return this.#off('SPLIT');
  }

  withoutUnit(): Evaluation {
    return this.#off('ERROR', { errorCode: 'TARGETING_KEY_MISSING' });
  }

  #off(reason: Reason, details?: Details): Evaluation {
    return this.#serve(this.#flag.offVariant, reason, details);
  }

  #serve(name: string, reason: Reason, details: Details = {}): Evaluation {
    const variant = this.#flag.variants.find((candidate) => candidate.name === name);
    return evaluation(variant, this.#version, { reason, ...details });
  }
}

/** The snapshot does not have the flag. */
export function notFound(version: number): Evaluation {
  return evaluation(undefined, version, { reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND' });
}

/** The definition cannot be understood; its off variant is served if at least that is there. */
export function broken(off: Variant | undefined, version: number): Evaluation {
  return evaluation(off, version, { reason: 'ERROR', errorCode: 'PARSE_ERROR' });
}

interface Why extends Details {
  readonly reason: Reason;
}

/** Every answer is made here, so all have one shape. */
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
