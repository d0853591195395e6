import type pg from 'pg';
import { ControlError } from '../../src/control/errors.ts';
import { repairSchema } from '../../src/control/schema/repair-schema.ts';
import type { SnapshotStore } from '../../src/snapshot/store.ts';
import { isChained } from './audit-chain.ts';
import { contextFor } from './context.ts';
import { damages } from './damages/damages.ts';
import { connectToPostgres, type DirectDatabase } from './direct-database.ts';
import type { Evidence, Proof } from './evidence.ts';
import type { FaultSite, Outcome } from './faults/fault.ts';
import { faults } from './faults/faults.ts';
import { migrateOn } from './next-migration.ts';
import { takesAllRows } from './pristine.ts';
import { readPublished, storeOf } from './published.ts';
import type { ChaosServer } from './server.ts';
import { smoke } from './smoke.ts';
import { readState, type State } from './state.ts';
import { inflict, seedTrial, type TrialSeed } from './trial.ts';
import { withClient } from './with-client.ts';

/** What trials share that run one after the other. */
export interface Lane {
  readonly server: ChaosServer;
  readonly admin: pg.Client;
  /** Of a database that has the schema and nothing else. */
  readonly pristine: pg.Client;
  /** See `folderWithNextMigration`. */
  readonly nextFolder: string;
}

/** Damages a database of its own, repairs it, and gathers what the oracles judge. */
export async function runTrial(lane: Lane, seed: number): Promise<Evidence> {
  const { server, admin } = lane;
  const name = `${server.template}_${seed}`;
  // Copying the files is several times as fast as logging every block of them.
  await admin.query(`create database ${name} template ${server.template} owner ${server.role}
    strategy file_copy`);
  const database = connectToPostgres(server.urlOf(name));
  try {
    return await withClient(server.adminUrlOf(name), (client) =>
      gather({ lane, name, client, database, drawn: seedTrial(seed) }),
    );
  } catch (cause) {
    throw new Error(`the trial of seed ${seed} could not be run`, { cause });
  } finally {
    await database.end();
    await admin.query(`drop database if exists ${name} with (force)`);
  }
}

interface Scene {
  readonly lane: Lane;
  readonly name: string;
  /** A superuser's. */
  readonly client: pg.Client;
  readonly database: DirectDatabase;
  readonly drawn: TrialSeed;
}

async function gather({ lane, name, client, database, drawn }: Scene): Promise<Evidence> {
  const { server } = lane;
  const { inflicted, state: before } = await inflict(client, drawn, server.whole);
  const wasChained = await isChained(database);
  const store = await storeOf(server.published);
  const site: FaultSite = {
    server,
    name,
    random: drawn.random,
    repair: callRepair(store, `chaos-${drawn.seed}`, fault(drawn).hasManyCallers === true),
  };
  const started = performance.now();
  const calls = await fault(drawn).strike(site);
  const milliseconds = performance.now() - started;
  await untilAlone(client);
  const struck = await readState(client);
  const outcome = calls.some(isAnswer) ? settled(calls) : await site.repair(database);
  const after = calls.some(isAnswer) ? struck : await readState(client);
  const second = await callRepair(store, 'chaos-again')(database);
  const again = await readState(client);
  const evidence = {
    trial: { seed: drawn.seed, fault: drawn.fault, damages: inflicted },
    hasWriters: fault(drawn).hasWriters === true,
    states: { whole: server.whole, before, struck, after, again },
    calls,
    outcome,
    second,
    milliseconds,
    chain: { before: wasChained, after: await isChained(database) },
    isRecoverable: await isRecoverable(lane, inflicted, before),
    leftovers: await listLeftovers(client),
    edge: { before: server.published, after: await readPublished(store) },
  };
  return isWell(outcome) ? { ...evidence, proof: await prove(lane, client, database) } : evidence;
}

const fault = ({ fault: name }: TrialSeed) => faults[name] ?? { strike: async () => [] };

const isAnswer = (outcome: Outcome) => 'answer' in outcome;

/** Of many, the one that did something. */
function settled(calls: readonly Outcome[]): Outcome {
  const did = calls.find((call) => 'answer' in call && call.answer.status !== 'noop');
  const [first] = calls.filter(isAnswer);
  const outcome = did ?? first;
  if (outcome === undefined) throw new Error('there was no call');
  return outcome;
}

function callRepair(
  store: SnapshotStore,
  operationId: string,
  hasManyCallers = false,
): FaultSite['repair'] {
  let callers = 0;
  return async (database, onStep) => {
    callers += 1;
    const id = hasManyCallers ? `${operationId}-${callers}` : operationId;
    const ctx = contextFor(database, store);
    const step = onStep && { onStep };
    try {
      return { answer: await repairSchema({ ctx, input: { operation_id: id }, ...step }) };
    } catch (failure) {
      if (failure instanceof ControlError) return { failure };
      throw failure;
    }
  };
}

function isWell(outcome: Outcome): boolean {
  return 'answer' in outcome && outcome.answer.unresolved.length === 0;
}

/** A session that was cut off may live on for a moment. */
async function untilAlone(client: pg.Client): Promise<void> {
  await client.query(`select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
      and state is distinct from 'idle'`);
}

async function isRecoverable(lane: Lane, inflicted: Evidence['trial']['damages'], left: State) {
  if (inflicted.some(({ name }) => damages[name]?.takesDecision)) return false;
  return takesAllRows(lane.pristine, { left, seeds: lane.server.whole });
}

async function listLeftovers(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select nspname::text as name from pg_namespace where nspname like 'burgee_shadow%'
    union all select 'advisory lock ' || objid from pg_locks
      where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
  );
  return rows.map((row) => row.name);
}

/** That all is well is more than an answer: the application and Drizzle have to find it so. */
async function prove(lane: Lane, client: pg.Client, database: DirectDatabase): Promise<Proof> {
  const failures: { smoke?: string; migrator?: string } = {};
  await smoke(database).catch((error) => {
    failures.smoke = String(error?.cause ?? error);
  });
  try {
    const ran = await migrateOn(client, lane.nextFolder);
    if (ran !== 1) failures.migrator = `it ran ${ran} migrations, and not just the next`;
  } catch (error) {
    failures.migrator = String(error);
  }
  return failures;
}
