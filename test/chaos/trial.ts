import type pg from 'pg';
import { damages } from './damages/damages.ts';
import { faults } from './faults/faults.ts';
import { type Random, seededRandom } from './random.ts';
import { readState, type State } from './state.ts';

/** What is done to a database, all of it drawn from the seed. */
export interface Trial {
  readonly seed: number;
  readonly fault: string;
  readonly damages: readonly Drawn[];
}

export interface Drawn {
  readonly name: string;
  readonly statements: readonly string[];
}

export interface TrialSeed {
  readonly seed: number;
  readonly random: Random;
  readonly fault: string;
  /** How many damages are drawn. */
  readonly count: number;
  /** Of which they are drawn. */
  readonly names: readonly string[];
}

const names = Object.keys(damages);
/** In half of the trials, only what can be put right by adding what is missing. */
const additive = names.filter((name) => !damages[name]?.takesDecision);
const shareOfFaults = 0.35;
const mostDamages = 5;

export function seedTrial(seed: number): TrialSeed {
  const random = seededRandom(seed);
  const fault = random.chance(shareOfFaults) ? drawFault(random) : 'none';
  const count = 1 + random.integer(mostDamages);
  return { seed, random, fault, count, names: random.chance(0.5) ? names : additive };
}

/** A held table costs two seconds, so it is drawn seldom. */
function drawFault(random: Random): string {
  const fault = random.pick(Object.keys(faults).filter((name) => name !== 'none')) ?? 'none';
  return fault === 'table locked' && random.chance(0.8) ? 'none, over Neon' : fault;
}

/** What was done to a database, and what is left of it. */
export interface Inflicted {
  readonly inflicted: readonly Drawn[];
  readonly state: State;
}

/** Damages the database, one thing after the other, and tells what was done. */
export async function inflict(
  client: pg.Client,
  { random, count, names }: TrialSeed,
  whole: State,
): Promise<Inflicted> {
  const inflicted: Drawn[] = [];
  let state = whole;
  for (let tries = 0; inflicted.length < count && tries < 4 * count; tries++) {
    const name = random.pick(names) ?? '';
    const damage = damages[name];
    if (damage === undefined) continue;
    const statements = damage.draw({ state, whole, random });
    if (statements.length === 0) continue;
    const isDone = await attempt(client, statements, damage.asSuperuser === true);
    if (!isDone) continue;
    inflicted.push({ name, statements });
    state = await readState(client);
  }
  return { inflicted, state: inflicted.length > 0 ? state : await readState(client) };
}

/** As the role that owns everything, unless only a superuser can. */
async function attempt(
  client: pg.Client,
  statements: readonly string[],
  asSuperuser: boolean,
): Promise<boolean> {
  try {
    await client.query('begin');
    if (!asSuperuser) await client.query(asOwner);
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
    return true;
  } catch {
    await client.query('rollback');
    return false;
  }
}

/** The trial's databases belong to the role of everything in them. */
const asOwner = `select set_config('role', pg_get_userbyid(datdba), true)
  from pg_database where datname = current_database()`;
