import type { Flag } from '../../src/engine/snapshot.ts';
import { hundredFlags, w1, w2 } from '../engine/flags.ts';
import type { User } from '../engine/users.ts';
import { type BenchRequest, get, post } from './request.ts';

/** One of the requests that is measured, asked for a thousand users in turn. */
export interface Case {
  readonly name: string;
  readonly what: string;
  readonly flags: readonly Flag[];
  readonly request: (user: User) => BenchRequest;
  /** Each user has the answer already, and says so. */
  readonly isRepeated?: boolean;
}

const ofrep = '/ofrep/v1/evaluate/flags';

export const cases: readonly Case[] = [
  {
    name: 'features_boolean',
    what: 'GET /features/:key, on for half of the users',
    flags: w1.flags,
    request: ({ user_id }) => get(`/features/w1?${new URLSearchParams({ user_id })}`),
  },
  {
    name: 'features_rules',
    what: 'GET /features/:key, three rules, the third matches',
    flags: w2.flags,
    request: (user) => get(`/features/w2?${attributes(user)}`),
  },
  {
    name: 'features_all',
    what: 'GET /features, a hundred flags',
    flags: hundredFlags.flags,
    request: (user) => get(`/features?${attributes(user)}`),
  },
  {
    name: 'ofrep_single',
    what: 'OFREP, one flag, three rules, the third matches',
    flags: w2.flags,
    request: (user) => post(`${ofrep}/w2`, { context: context(user) }),
  },
  {
    name: 'ofrep_bulk',
    what: 'OFREP, a hundred flags',
    flags: hundredFlags.flags,
    request: (user) => post(ofrep, { context: context(user) }),
  },
  {
    name: 'ofrep_bulk_304',
    what: 'OFREP, a hundred flags, not modified',
    flags: hundredFlags.flags,
    request: (user) => post(ofrep, { context: context(user) }),
    isRepeated: true,
  },
];

/** What the rules of the flags look at. */
const attributes = ({ user_id, country, plan, email, version }: User) =>
  new URLSearchParams({ user_id, country, plan, email, version });

const context = ({ user_id: targetingKey, ...others }: User) => ({ targetingKey, ...others });
