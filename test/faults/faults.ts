import { env } from 'cloudflare:test';
import { type PackedSnapshot, pack } from '../../src/snapshot/format.ts';
import { kvSnapshotStore } from '../../src/snapshot/kv-store.ts';
import { skewClock } from './clock.ts';
import { breakDatabase, healDatabase, hub, kv, query, queryFromBeside, queue } from './ground.ts';

export interface Fault {
  /** Before the newest change is published. */
  readonly prepare?: () => unknown;
  readonly begin: () => unknown;
  /** Absent where only a person, or a repair, ends it. */
  readonly end?: () => unknown;
}

const hourMilliseconds = 3_600_000;
const environments = ['production', 'development'];
const kvKeys = environments.map((environment) => `snapshot:${environment}`);

export const faults = {
  none: { begin: () => {} },
  'DB refuse': database({ kind: 'refuse' }),
  'DB hang': database({ kind: 'hang' }),
  'DB 500': database({
    kind: 'answer',
    status: 500,
    body: { message: 'Control plane request failed', code: '' },
  }),
  'DB 57P01 mid-transaction': {
    begin: () => breakDatabase({ kind: 'sqlstate', code: '57P01' }, 'before_commit'),
    end: healDatabase,
  },
  'DB commit unanswered': {
    begin: () => breakDatabase({ kind: 'reset' }, 'after_commit'),
    end: healDatabase,
  },
  'DB table missing': { begin: () => query('drop table feature_flags cascade') },
  'DB column missing': { begin: () => query('alter table feature_flags drop column tags') },
  'DB read-only 25006': {
    begin: () => setReadOnly('on'),
    end: () => setReadOnly('off'),
  },
  'DB slow 5 s': database({ kind: 'delay', milliseconds: 5_000 }),
  'KV throw': { begin: kv.throws, end: kv.heal },
  'KV hang 10 s': { begin: () => kv.hangs(10_000), end: kv.heal },
  'KV stale revision': { prepare: () => kv.lags(kvKeys), begin: () => {}, end: kv.heal },
  'KV corrupt JSON': { begin: () => rewriteKv(cutShort) },
  'KV old format': { begin: () => rewriteKv(inOldFormat) },
  'KV lost': { begin: () => Promise.all(kvKeys.map((key) => env.SNAPSHOTS.delete(key))) },
  'KV lost, tables lost': {
    begin: async () => {
      await Promise.all(kvKeys.map((key) => env.SNAPSHOTS.delete(key)));
      // No snapshot holds admin keys: those of the tests are put back by hand.
      await query('create schema kept');
      await query(`create table kept.keys as select * from api_keys where kind = 'admin'`);
      await query('drop table feature_flags, feature_flag_environments, api_keys cascade');
    },
    end: async () => {
      await query('insert into api_keys select * from kept.keys on conflict do nothing');
      await query('drop schema kept cascade');
    },
  },
  'hub throw': { begin: hub.throws, end: hub.heal },
  'hub hang 10 s': { begin: () => hub.hangs(10_000), end: hub.heal },
  'queue throw': {
    prepare: () =>
      query(
        `insert into webhooks (id, name, url, sealed_secret) values ('q', 'Q', 'https://q', '')`,
      ),
    begin: queue.throws,
    end: () => {
      queue.heal();
      return query('delete from webhooks');
    },
  },
  'KV throw, hub throw': {
    begin: () => {
      kv.throws();
      hub.throws();
    },
    end: () => {
      kv.heal();
      hub.heal();
    },
  },
  'clock +1 h': clock(hourMilliseconds),
  'clock -1 h': clock(-hourMilliseconds),
  'KV throw, DB refuse': {
    begin: () => {
      kv.throws();
      return breakDatabase({ kind: 'refuse' });
    },
    end: () => {
      kv.heal();
      return healDatabase();
    },
  },
  'KV lost, DB refuse': {
    begin: async () => {
      await Promise.all(kvKeys.map((key) => env.SNAPSHOTS.delete(key)));
      await breakDatabase({ kind: 'refuse' });
    },
    end: healDatabase,
  },
  'KV throw, hub throw, DB refuse': {
    begin: () => {
      kv.throws();
      hub.throws();
      return breakDatabase({ kind: 'refuse' });
    },
    end: () => {
      kv.heal();
      hub.heal();
      return healDatabase();
    },
  },
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

function database(action: Parameters<typeof breakDatabase>[0]): Fault {
  return { begin: () => breakDatabase(action), end: healDatabase };
}

function clock(milliseconds: number): Fault {
  return { begin: () => skewClock(milliseconds), end: () => skewClock(-milliseconds) };
}

const setReadOnly = (state: 'on' | 'off') =>
  queryFromBeside(`alter database burgee_faults set default_transaction_read_only = ${state}`);

/** What is stored is at fault itself, until somebody publishes. */
async function rewriteKv(rewrite: (packed: PackedSnapshot) => Promise<PackedSnapshot>) {
  const store = kvSnapshotStore(env.SNAPSHOTS);
  for (const environment of environments) {
    const packed = await store.find(environment);
    if (packed) await store.put(environment, await rewrite(packed));
  }
}

const cutShort = async (packed: PackedSnapshot) => ({ ...packed, text: packed.text.slice(0, -20) });

const inOldFormat = ({ text }: PackedSnapshot) => pack({ ...JSON.parse(text), format: 0 });
