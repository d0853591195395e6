import { and, inArray, sql } from 'drizzle-orm';
import type { PublishOutcome } from '../../contract/environments/published.ts';
import type { Queryable } from '../../db/connect.ts';
import { environments } from '../../db/environments.ts';
import { repairRuns } from '../../db/repair-runs.ts';
import { inspectStored } from '../../snapshot/inspect-stored.ts';
import type { SnapshotStore } from '../../snapshot/store.ts';
import {
  type EnvironmentState,
  listEnvironmentStates,
} from '../environments/list-environment-states.ts';
import { judgeStored } from '../judge-stored.ts';
import { type PublishCapabilities, publishAll } from '../publish-all.ts';
import type { ScheduledCapabilities } from './scheduled-part.ts';

/**
 * Publishes the environments whose snapshot is missing, corrupt, or older than what was committed a
 * while ago. What is newer than the database is left alone, as is what a repair has held back: both
 * wait for a person. One environment that cannot be looked at keeps no other from being mended. What
 * the store lost is put back by itself, what it never got goes out in stages, as a change does.
 */
export async function healSnapshots({ database, store, publish }: ScheduledCapabilities) {
  const states = await listEnvironmentStates(database.current);
  const findings = await Promise.all(states.map((state) => examine(store, state)));
  const ill = findings.filter(({ finding }) => finding !== 'ok' && finding !== 'unreadable');
  const keys = ill.map(({ key }) => key);
  const heldBack = keys.length === 0 ? [] : await listHeldBack(database.current, keys);
  const due = ill.filter(({ key }) => !heldBack.includes(key));
  const errors: unknown[] = findings.flatMap(({ error }) => error ?? []);
  const logError = (_: string, error: unknown) => errors.push(error);
  const outcomes = await publishDue({ publish, logError }, due);
  return {
    checked: states.length,
    ...unlessEmpty(
      'found',
      ill.map(({ key, finding }) => `${key} ${finding}`),
    ),
    ...unlessEmpty(
      'published',
      outcomes.flatMap(({ environment, version }) => (version ? `${environment}@${version}` : [])),
    ),
    ...unlessEmpty('held_back', heldBack),
    ...unlessEmpty('errors', errors),
  };
}

async function publishDue(
  capabilities: PublishCapabilities,
  due: readonly Finding[],
): Promise<PublishOutcome[]> {
  const isBehind = ({ finding }: Finding) => finding === 'behind';
  const lost = due.filter((each) => !isBehind(each));
  const behind = due.filter(isBehind).map(({ key }) => key);
  const stages = [...lost.map(({ key }) => [key]), behind];
  return (await Promise.all(stages.map((stage) => publishAll(capabilities, stage)))).flat();
}

interface Finding {
  readonly key: string;
  readonly finding: ReturnType<typeof judgeStored> | 'unreadable';
  readonly error?: unknown;
}

async function examine(store: SnapshotStore, state: EnvironmentState): Promise<Finding> {
  const { key } = state;
  try {
    return { key, finding: judgeStored(await inspectStored(store, key), state) };
  } catch (error) {
    return { key, finding: 'unreadable', error };
  }
}

/** By a repair since which the environment has not been changed: a person decides what is served. */
async function listHeldBack(db: Queryable, keys: readonly string[]): Promise<string[]> {
  const isHeldBack = sql`exists (
    select from ${repairRuns}
    where ${repairRuns.createdAt} >= ${environments.updatedAt}
      and ${repairRuns.result} -> 'held_back' @> jsonb_build_array(jsonb_build_object('environment', ${environments.key}))
  )`;
  const rows = await db
    .select({ key: environments.key })
    .from(environments)
    .where(and(inArray(environments.key, [...keys]), isHeldBack));
  return rows.map(({ key }) => key);
}

const unlessEmpty = (name: string, list: readonly unknown[]) =>
  list.length === 0 ? {} : { [name]: list };
