import { criticalFlags, seedEnvironments } from '../../db/seeds.ts';
import type { Loss } from '../survivors/loss.ts';
import type { PresentRows } from '../survivors/present-rows.ts';
import type { Survivors } from '../survivors/read-survivors.ts';

interface Foresight {
  /** That are put back before anything is seeded. */
  readonly losses: readonly Loss[];
  readonly published: Survivors;
  readonly present: PresentRows;
}

/** What `seed` would add, by the same names, once everything is back that is restored. */
export function foreseeSeeds({ losses, published, present }: Foresight): readonly string[] {
  const { versions } = present;
  const all = new Set([
    ...versions.keys(),
    ...seedEnvironments.map(({ key }) => key),
    ...losses.map(({ environment }) => environment.key),
  ]);
  const known = listKnownFlags(present, losses);
  const restored = restoredFlags(losses);
  const served = new Set(published.survivors.map(({ snapshot }) => snapshot.environment));
  const isArchived = (key: string) =>
    losses.length > 0 && published.unusable.length === 0 && !known.has(key) && !restored.has(key);
  const isServed = (key: string, environment: string) =>
    known.get(key)?.has(environment) ||
    restored.get(key)?.has(environment) ||
    (restored.has(key) && served.has(environment));
  const flags = criticalFlags.filter(
    ({ key }) => !isArchived(key) && [...all].some((environment) => !isServed(key, environment)),
  );
  // A restoration brings the environments itself.
  const absent = losses.length > 0 ? [] : seedEnvironments.filter(({ key }) => !versions.has(key));
  return [
    ...absent.map(({ key }) => `environment ${key}`),
    ...flags.map(({ key }) => `flag ${key}`),
  ];
}

/** Those that were seeded anew after the loss give way to what is restored. */
function listKnownFlags({ flags }: PresentRows, losses: readonly Loss[]): PresentRows['flags'] {
  const known = new Map(flags);
  for (const { replanted } of losses) for (const key of replanted) known.delete(key);
  return known;
}

/** By key, the environments that each is put back in. */
function restoredFlags(losses: readonly Loss[]): ReadonlyMap<string, ReadonlySet<string>> {
  const restored = new Map<string, Set<string>>();
  for (const { environment, flags } of losses) {
    for (const { flag } of flags) {
      const places = restored.get(flag.key) ?? new Set();
      restored.set(flag.key, places.add(environment.key));
    }
  }
  return restored;
}
