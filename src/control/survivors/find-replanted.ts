import canonicalize from 'canonicalize';
import { and, eq, inArray, notExists, sql } from 'drizzle-orm';
import { fullMillipercent } from '../../contract/fields/percentage.ts';
import { booleanVariants } from '../../contract/flags/flag.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { featureFlagEnvironments, featureFlags } from '../../db/feature-flags.ts';
import { criticalFlags, criticalFlagTraits } from '../../db/seeds.ts';
import type { Flag } from '../../engine/snapshot.ts';
import { compileFlag } from '../../snapshot/compile/compile-flag.ts';
import type { FlagRows } from '../../snapshot/compile/environment-rows.ts';
import type { Survivor } from './read-survivors.ts';

/**
 * Critical flags that were lost, and then seeded anew. A row that is as it was seeded and has never
 * been changed (its revision is 1), although what is published of it differs, cannot be the row
 * that was published: somebody's changes were lost with that.
 */
export async function findReplanted(
  tx: Queryable,
  survivors: readonly Survivor[],
): Promise<ReadonlySet<string>> {
  const critical = new Set<string>(criticalFlags.map(({ key }) => key));
  const isChanged = (flag: Flag) =>
    critical.has(flag.key) && canonicalize({ ...flag, overrides: [] }) !== asSeeded(flag.key);
  const changed = survivors.flatMap(({ snapshot }) => snapshot.flags.filter(isChanged));
  return listUntouchedSeeds(tx, [...new Set(changed.map(({ key }) => key))]);
}

/** Of these. */
async function listUntouchedSeeds(
  tx: Queryable,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const rows = await tx
    .select({ flag: featureFlags, state: featureFlagEnvironments })
    .from(featureFlags)
    .innerJoin(featureFlagEnvironments, eq(featureFlagEnvironments.flagKey, featureFlags.key))
    .where(
      and(
        inArray(featureFlags.key, keys),
        notExists(
          tx
            .select({ one: sql`1` })
            .from(featureFlagOverrides)
            .where(eq(featureFlagOverrides.flagKey, featureFlags.key)),
        ),
      ),
    );
  const byKey = Map.groupBy(rows, ({ flag }) => flag.key);
  return new Set([...byKey].flatMap(([key, all]) => (all.every(isUntouched) ? key : [])));
}

function isUntouched({ flag, state }: Omit<FlagRows, 'overrides'>): boolean {
  const { key, description, tags, owner, jsonSchema, critical, permanent } = flag;
  const seed = criticalFlags.find((candidate) => candidate.key === key);
  return (
    flag.revision === 1 &&
    state.revision === 1 &&
    flag.status === 'active' &&
    description === seed?.description &&
    tags.length === 0 &&
    owner === null &&
    jsonSchema === null &&
    critical &&
    permanent &&
    canonicalize(compileFlag({ flag, state, overrides: [] })) === asSeeded(key)
  );
}

/** What is published of a critical flag that nobody has changed, as canonical JSON. */
function asSeeded(key: string): string | undefined {
  const seed = criticalFlags.find((candidate) => candidate.key === key);
  if (!seed) return undefined;
  const flag: Flag = {
    key,
    name: seed.name,
    kind: 'boolean',
    clientVisible: criticalFlagTraits.client_visible,
    variants: booleanVariants,
    offVariant: 'off',
    killed: false,
    on: true,
    salt: key,
    bucketBy: 'user_id',
    overrides: [],
    prerequisites: [],
    rules: [],
    rollout: {
      millipercent: fullMillipercent,
      split: [{ variant: 'on', weight: fullMillipercent }],
    },
  };
  return canonicalize(flag);
}
