import { answer, compare, type FlagsByHand, rollout } from './flags-by-hand.ts';
import { COUNTRIES } from './users.ts';

/** The flags of `flags.ts` as one function each, as if they were part of the program. */
export const straight: FlagsByHand = {
  static: () => {
    const on = answer(true, 'STATIC');
    return () => on;
  },
  rollout: (key) => {
    const isIn = rollout(key, 0.5);
    const on = answer(true, 'SPLIT');
    const off = answer(false, 'SPLIT');
    return (user) => (isIn(user.user_id) ? on : off);
  },
  rule: () => {
    const on = answer(true, 'TARGETING_MATCH');
    const off = answer(false, 'DEFAULT');
    return (user) => (user.plan === 'enterprise' ? on : off);
  },
  targeted: (key) => {
    const europe = new Set(COUNTRIES);
    const isIn = rollout(key, 0.3);
    const matched = answer(true, 'TARGETING_MATCH');
    const on = answer(true, 'SPLIT');
    const off = answer(false, 'SPLIT');
    return (user) => {
      const isInEurope = europe.has(user.country);
      if (isInEurope && compare(user.version, 3, 1, 0) >= 0) return matched;
      if (isInEurope && user.seats > 100) return matched;
      if (user.email.endsWith('@example.com') && compare(user.version, 1, 9, 3) > 0) return matched;
      return isIn(user.user_id) ? on : off;
    };
  },
};
