import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { schemas } from '../manifest.ts';

export interface HeldLock {
  /** `feature_flags`. */
  readonly relation: string;
  /** Postgres's word: `AccessExclusiveLock`. */
  readonly mode: string;
  readonly effect: LockEffect;
}

/** What others cannot do while it is held: `new` is a table that nobody else can see yet. */
export type LockEffect = 'blocks_reads' | 'blocks_writes' | 'harmless' | 'new';

export interface LockObserver {
  /** What is made from here on is new until the next file: its transaction shows it to nobody. */
  readonly startFile: () => Promise<void>;
  /** Those that came with the last statement, and were not held by one before. */
  readonly look: () => Promise<readonly HeldLock[]>;
}

export const unobserved: LockObserver = { startFile: async () => {}, look: async () => [] };

interface RelationLock {
  readonly oid: string;
  readonly relation: string;
  readonly mode: string;
}

export function observeLocks(tx: Queryable): LockObserver {
  let before = new Set<string>();
  const seen = new Set<string>();
  const startFile = async () => {
    before = new Set((await rowsOf<{ oid: string }>(tx, relations)).map(({ oid }) => oid));
    for (const lock of await rowsOf<RelationLock>(tx, locks)) seen.add(keyOf(lock));
  };
  const look = async () => {
    const held = await rowsOf<RelationLock>(tx, locks);
    const taken = held.filter((lock) => !seen.has(keyOf(lock)));
    for (const lock of taken) seen.add(keyOf(lock));
    return taken.map(({ oid, relation, mode }) => ({
      relation,
      mode,
      effect: before.has(oid) ? effectOf(mode) : 'new',
    }));
  };
  return { startFile, look };
}

const keyOf = ({ oid, mode }: RelationLock) => `${oid} ${mode}`;

function effectOf(mode: string): LockEffect {
  if (mode === 'AccessExclusiveLock') return 'blocks_reads';
  return blockingWrites.has(mode) ? 'blocks_writes' : 'harmless';
}

/** They conflict with the RowExclusiveLock of an insert, update or delete. */
const blockingWrites = new Set(['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock']);

const ours = sql`c.relkind in ('r', 'p', 'm') and n.nspname in (${sql.join(
  schemas.map((schema) => sql`${schema}`),
  sql`, `,
)})`;

const relations = sql`select c.oid::text as oid
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${ours}`;

const locks = sql`select c.oid::text as oid, l.mode,
    case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname as relation
  from pg_locks l join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace
  where l.pid = pg_backend_pid() and l.locktype = 'relation' and l.granted and ${ours}
    and l.database = (select oid from pg_database where datname = current_database())
  order by 3, 2`;
