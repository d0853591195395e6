import type { HubClient } from '../../hub/hub-client.ts';
import { hubPolicy, readinessPolicy } from '../../resource-policy.ts';
import type { SnapshotStore } from '../../snapshot/store.ts';
import { patiently } from '../patiently.ts';
import type { CommittedVersion } from './list-committed.ts';
import type { Reading, Readings } from './metrics.ts';

/** Where snapshots are published to, as far as they tell how they are. */
export interface MeasuredPlaces {
  readonly store: Pick<SnapshotStore, 'findLabel' | 'listEnvironments'>;
  /** Absent where none is deployed. */
  readonly hub?: Pick<HubClient, 'listShards'> | undefined;
}

export interface Place {
  readonly name: 'kv' | 'hub';
  /** By environment; 0 for none. Undefined where the place did not answer. */
  readonly versions: ReadonlyMap<string, number> | undefined;
  readonly readings: Readings;
}

const ask = <T>(promise: Promise<T>) => patiently(promise, readinessPolicy.patienceMilliseconds);

export async function readKv(
  { store }: MeasuredPlaces,
  environments: readonly string[],
): Promise<Place> {
  const labels = await ask(
    Promise.all(
      environments.map(async (key) => [key, (await store.findLabel(key))?.version ?? 0] as const),
    ),
  );
  return { name: 'kv', versions: labels && new Map(labels), readings: {} };
}

/** Each shard of each environment, by one short call. */
export async function readHub(
  hub: NonNullable<MeasuredPlaces['hub']>,
  environments: readonly string[],
): Promise<Place> {
  const all = await ask(
    Promise.all(environments.map(async (key) => [key, await hub.listShards(key)] as const)),
  );
  if (!all) return { name: 'hub', versions: undefined, readings: {} };
  const streams = all.flatMap(([environment, shards]) =>
    shards.map(
      (shard, index): Reading => ({
        labels: { environment, shard: String(index) },
        value: shard.streams,
      }),
    ),
  );
  return {
    name: 'hub',
    versions: new Map(all.map(([key, [keeper]]) => [key, keeper?.version ?? 0])),
    readings: {
      burgee_streams: streams,
      burgee_streams_limit: [{ value: hubPolicy.streams }],
    },
  };
}

/** What the places hold, against what was committed where that is known. */
export function comparePlaces(
  places: readonly Place[],
  committed: readonly CommittedVersion[],
): Readings {
  const held = places.flatMap(({ name: place, versions = new Map() }) =>
    Array.from(versions, ([environment, version]) => ({ environment, place, version })),
  );
  const newest = new Map(committed.map((row) => [row.environment, row]));
  const ageOf = ({ now, committedAt }: CommittedVersion) => Math.max(0, now - committedAt) / 1_000;
  return {
    burgee_environment_version: committed.map(({ environment, version: value }) => ({
      labels: { environment },
      value,
    })),
    burgee_snapshot_version: held.map(({ environment, place, version: value }) => ({
      labels: { environment, place },
      value,
    })),
    burgee_snapshot_age_seconds: committed.map((row) => ({
      labels: { environment: row.environment },
      value: ageOf(row),
    })),
    burgee_snapshot_behind_seconds: held.flatMap(({ environment, place, version }) => {
      const row = newest.get(environment);
      if (!row) return [];
      return { labels: { environment, place }, value: version < row.version ? ageOf(row) : 0 };
    }),
  };
}
