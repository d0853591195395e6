import type { SnapshotReport } from '../contract/health/readiness.ts';
import { seedEnvironments } from '../db/seeds.ts';
import type { HubClient } from '../hub/hub-client.ts';
import { inspectKept } from '../hub/inspect-kept.ts';
import { readinessPolicy } from '../resource-policy.ts';
import type { PublishedSnapshot } from '../snapshot/format.ts';
import type { Held } from '../snapshot/held.ts';
import { inspectStored, type StoredSnapshot } from '../snapshot/inspect-stored.ts';
import type { SnapshotStore } from '../snapshot/store.ts';
import { patiently } from './patiently.ts';

/** Wherever the edge may have a snapshot from, but for the database. */
export interface Places {
  /** The memory of this isolate. */
  readonly listHeld: () => readonly Pick<Held, 'snapshot' | 'confirmedAt'>[];
  readonly store: Pick<SnapshotStore, 'find' | 'listEnvironments'>;
  /** Absent where none is deployed. */
  readonly hub?: Pick<HubClient, 'findLabel'> | undefined;
  /** Deployed with the code. */
  readonly listBundled: () => readonly Pick<PublishedSnapshot, 'environment' | 'version'>[];
}

/** What each of them has, by environment. */
export interface Inspected {
  readonly held: readonly SnapshotReport[];
  readonly bundled: readonly SnapshotReport[];
  /** Undefined where it did not answer in time. */
  readonly stored: readonly StoredSnapshot[] | undefined;
  readonly kept: readonly StoredSnapshot[] | undefined;
}

/**
 * Looks once, at the environments that the database knows; while it tells of none, at those that are
 * held, bundled or stored, or a fresh install would have. Never rejects.
 */
export async function inspectPlaces(
  places: Places,
  knownToDatabase: Promise<readonly string[]>,
): Promise<Inspected> {
  const { store, hub, listBundled } = places;
  const held = places.listHeld().map(describeHeld);
  const bundled = listBundled().map(({ environment, version }) => ({
    environment,
    version,
    source: 'bundle' as const,
  }));
  const known = await patiently(knownToDatabase, readinessPolicy.environmentsMilliseconds);
  const keys = known?.length ? known : await listElsewhere(store, [...held, ...bundled]);
  const inspectAll = (inspect: (key: string) => Promise<StoredSnapshot>) =>
    patiently(Promise.all(keys.map(inspect)), readinessPolicy.patienceMilliseconds);
  const [stored, kept] = await Promise.all([
    inspectAll((key) => inspectStored(store, key)),
    hub && inspectAll((key) => inspectKept(hub, key)),
  ]);
  return { held, bundled, stored, kept };
}

/** Environments, without the database: those at hand, those stored, or those of a fresh install. */
export async function listElsewhere(
  store: Pick<SnapshotStore, 'listEnvironments'>,
  atHand: readonly { readonly environment: string }[],
): Promise<readonly string[]> {
  const listing = store.listEnvironments();
  const stored = await patiently(listing, readinessPolicy.environmentsMilliseconds);
  const found = new Set([...atHand.map(({ environment }) => environment), ...(stored ?? [])]);
  return found.size > 0 ? [...found] : seedEnvironments.map(({ key }) => key);
}

const describeHeld = ({
  snapshot: { environment, version },
  confirmedAt,
}: Pick<Held, 'snapshot' | 'confirmedAt'>): SnapshotReport => ({
  environment,
  version,
  source: 'memory',
  age_seconds: Math.max(0, Math.round((Date.now() - confirmedAt) / 1_000)),
});
