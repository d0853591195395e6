import type { Flag } from '../../src/engine/snapshot.ts';
import { hundredFlags, w1, w2 } from '../engine/flags.ts';
import type { User } from '../engine/users.ts';

/** One of the requests that is measured, asked for a thousand users in turn. */
export interface Case {
  readonly name: string;
  readonly what: string;
  readonly flags: readonly Flag[];
  readonly path: (user: User) => string;
}

/** A request that is not a plain GET needs its method, headers and body here, and in `request.ts`. */
export const cases: readonly Case[] = [
  {
    name: 'features_boolean',
    what: 'GET /features/:key, on for half of the users',
    flags: w1.flags,
    path: ({ user_id }) => `/features/w1?${new URLSearchParams({ user_id })}`,
  },
  {
    name: 'features_rules',
    what: 'GET /features/:key, three rules, the third matches',
    flags: w2.flags,
    path: (user) => `/features/w2?${attributes(user)}`,
  },
  {
    name: 'features_all',
    what: 'GET /features, a hundred flags',
    flags: hundredFlags.flags,
    path: (user) => `/features?${attributes(user)}`,
  },
];

/** What the rules of the flags look at. */
const attributes = ({ user_id, country, plan, email, version }: User) =>
  new URLSearchParams({ user_id, country, plan, email, version });
