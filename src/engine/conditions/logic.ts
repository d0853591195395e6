import type { Predicate, Truth } from '../question.ts';

/** False if one of them is, else unknown if one of them is, else true. */
export function all(predicates: readonly Predicate[]): Predicate {
  return decidedBy(false, predicates);
}

/** True if one of them is, else unknown if one of them is, else false. */
export function any(predicates: readonly Predicate[]): Predicate {
  return decidedBy(true, predicates);
}

export function not(predicate: Predicate): Predicate {
  return (context, now) => {
    const truth = predicate(context, now);
    return truth === undefined ? undefined : !truth;
  };
}

/** Without a decisive answer the outcome is the opposite, unless an answer is unknown. */
function decidedBy(decisive: boolean, predicates: readonly Predicate[]): Predicate {
  return (context, now) => {
    let outcome: Truth = !decisive;
    for (const predicate of predicates) {
      const truth = predicate(context, now);
      if (truth === decisive) return decisive;
      if (truth === undefined) outcome = undefined;
    }
    return outcome;
  };
}
