import {
  type Answer,
  answer,
  type ByHand,
  compare,
  type FlagsByHand,
  rollout,
} from './flags-by-hand.ts';
import { COUNTRIES, type User } from './users.ts';

/**
 * The limit: the flags of `flags.ts` as closures that were put together by hand, a condition, a
 * rule and a flag being one each. They do less than the engine's: no own properties, no coercions,
 * nothing unknown, no rule ids, nothing that can be explained.
 */
type Condition = (user: User) => boolean;
type Rule = (user: User) => Answer | undefined;

export const closures: FlagsByHand = {
  static: () => {
    const on = answer(true, 'STATIC');
    return () => on;
  },
  rollout: (key) => share(key, 0.5),
  rule: () => {
    const off = answer(false, 'DEFAULT');
    return firstOf([rule([(user) => user.plan === 'enterprise'])], () => off);
  },
  targeted: (key) => {
    const europe = new Set(COUNTRIES);
    const isInEurope: Condition = (user) => europe.has(user.country);
    const isOurs: Condition = (user) => user.email.endsWith('@example.com');
    return firstOf(
      [
        rule([isInEurope, (user) => compare(user.version, 3, 1, 0) >= 0]),
        rule([isInEurope, (user) => user.seats > 100]),
        rule([isOurs, (user) => compare(user.version, 1, 9, 3) > 0]),
      ],
      share(key, 0.3),
    );
  },
};

function firstOf(rules: readonly Rule[], otherwise: ByHand): ByHand {
  return (user) => {
    for (const decide of rules) {
      const decided = decide(user);
      if (decided !== undefined) return decided;
    }
    return otherwise(user);
  };
}

function rule(conditions: readonly Condition[]): Rule {
  const matched = answer(true, 'TARGETING_MATCH');
  return (user) => {
    for (const holds of conditions) if (!holds(user)) return undefined;
    return matched;
  };
}

function share(key: string, part: number): ByHand {
  const isIn = rollout(key, part);
  const on = answer(true, 'SPLIT');
  const off = answer(false, 'SPLIT');
  return (user) => (isIn(user.user_id) ? on : off);
}
