import type { FaultName } from './faults.ts';
import type { Outcome, PathName } from './paths.ts';

type Expected = Readonly<Record<PathName, Outcome>>;

const well: Expected = {
  'evaluate warm': '200 memory',
  'evaluate cold': '200 kv',
  'OFREP warm': '200 memory',
  'OFREP cold': '200 kv',
  'list flags': '200 flags',
  'mutate flag': '200 published, committed',
  health: '200 ok',
  ready: '200 ready',
  repair: '200 noop',
};

const withoutDatabase: Expected = {
  ...well,
  'list flags': '503 database_unavailable',
  'mutate flag': '503 database_unavailable, not committed',
  ready: '200 degraded, postgres unreachable',
  repair: '503 database_unavailable',
};

const damaged: Expected = {
  ...well,
  'list flags': '503 schema_damaged',
  'mutate flag': '503 schema_damaged, not committed',
  ready: '200 degraded, schema damaged',
  repair: '200 ok, then 200 ready',
};

const withoutKv: Expected = {
  ...well,
  'evaluate cold': '200 hub',
  'OFREP cold': '200 hub',
  'mutate flag': '200 unpublished, committed',
  ready: '200 degraded, kv unreachable',
  repair: '200 noop, published snapshots',
};

const damagedKv: Expected = {
  ...well,
  'evaluate cold': '200 hub',
  'OFREP cold': '200 hub',
  ready: '200 degraded, kv corrupt',
  repair: '200 noop, then 200 ready',
};

/** What every path comes to under every fault. */
export const matrix: Readonly<Record<FaultName, Expected>> = {
  none: { ...well, repair: '200 noop, then 200 ready' },
  'DB refuse': withoutDatabase,
  'DB hang': withoutDatabase,
  'DB 500': withoutDatabase,
  'DB 57P01 mid-transaction': {
    ...well,
    'mutate flag': '503 database_unavailable, not committed',
    repair: '503 database_unavailable',
  },
  'DB commit unanswered': {
    ...well,
    'mutate flag': '200 unpublished, committed',
    repair: '503 database_unavailable',
  },
  'DB table missing': damaged,
  'DB column missing': damaged,
  'DB read-only 25006': {
    ...well,
    'mutate flag': '503 database_read_only, not committed',
    ready: '200 degraded, postgres read_only',
    repair: '412 repair_refused',
  },
  'DB slow 5 s': { ...well, ready: '200 degraded, postgres unreachable' },
  'KV throw': withoutKv,
  'KV hang 10 s': withoutKv,
  'KV stale revision': {
    ...well,
    'evaluate warm': '200 memory, stale',
    'evaluate cold': '200 kv, stale',
    'OFREP warm': '200 memory, stale',
    'OFREP cold': '200 kv, stale',
    ready: '200 degraded, kv behind',
  },
  'KV corrupt JSON': damagedKv,
  'KV old format': damagedKv,
  'KV lost': { ...damagedKv, ready: '200 degraded, kv missing' },
  'KV lost, tables lost': {
    ...damaged,
    'evaluate cold': '200 hub',
    'OFREP cold': '200 hub',
    ready: '200 degraded, kv missing, schema damaged',
    // The admin key that would ask again is lost: no snapshot holds it.
    repair: '200 ok',
  },
  'hub throw': { ...well, ready: '200 degraded, hub unreachable' },
  'hub hang 10 s': { ...well, ready: '200 degraded, hub unreachable' },
  'queue throw': well,
  'KV throw, hub throw': {
    ...withoutKv,
    'evaluate cold': '200 postgres',
    'OFREP cold': '200 postgres',
    ready: '200 degraded, kv unreachable, hub unreachable',
  },
  'clock +1 h': well,
  'clock -1 h': well,
  'KV throw, DB refuse': {
    ...withoutDatabase,
    'evaluate cold': '200 hub',
    'OFREP cold': '200 hub',
    ready: '200 degraded, kv unreachable, postgres unreachable',
  },
  'KV lost, DB refuse': {
    ...withoutDatabase,
    'evaluate cold': '200 hub',
    'OFREP cold': '200 hub',
    ready: '200 degraded, kv missing, postgres unreachable',
  },
  'KV throw, hub throw, DB refuse': {
    ...withoutDatabase,
    'evaluate warm': '200 memory, stale, tells its age',
    'evaluate cold': '200 default',
    'OFREP warm': '200 memory, stale, says STALE',
    'OFREP cold': '200 default',
    ready: '503 not_ready, kv unreachable, hub unreachable, postgres unreachable',
  },
};

/** A busy machine needs some of it, and may; whoever waits for a fault to pass needs more than that. */
const allowanceMilliseconds = 2_500;

/** For what costs nothing outside, and a second more for what does. */
const usually: Readonly<Record<PathName, number>> = {
  'evaluate warm': 1_500,
  'evaluate cold': 2_500,
  'OFREP warm': 1_500,
  'OFREP cold': 2_500,
  'list flags': 2_500,
  'mutate flag': 4_000,
  health: 1_000,
  ready: 4_500,
  repair: 6_000,
};

/** Where a path may take longer, by its time-outs: src/resource-policy.ts. */
const longer: Partial<Record<FaultName, Partial<Record<PathName, number>>>> = {
  'DB hang': { 'list flags': 11_500, 'mutate flag': 11_500, repair: 11_500 },
  'DB slow 5 s': { 'list flags': 12_000, 'mutate flag': 23_000, repair: 40_000 },
  'KV hang 10 s': { 'mutate flag': 7_500, repair: 9_000 },
  'hub hang 10 s': { 'mutate flag': 6_000, repair: 9_000 },
};

/** The longest that an answer may take, in milliseconds. */
export const longestMilliseconds = (fault: FaultName, path: PathName): number =>
  (longer[fault]?.[path] ?? usually[path]) + allowanceMilliseconds;

/** After the fault: then every path is well again, and the edge serves what was changed since. */
export const longestRecoveryMilliseconds = (fault: FaultName): number =>
  // What was held back when it ended is let go five seconds later.
  (fault === 'DB slow 5 s' ? 10_000 : 5_000) + allowanceMilliseconds;
