import { type AnyColumn, sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagEnvironments } from '../../db/feature-flags.ts';
import { segments } from '../../db/segments.ts';

/**
 * What refers to a flag, in words: prerequisites and rules of other flags, archived ones included, and
 * segments. Only a reference to a flag has `flag` and `variants` side by side.
 */
export async function listReferences(tx: Queryable, flagKey: string): Promise<string[]> {
  const names = (column: AnyColumn) =>
    sql`jsonb_path_exists(${column}, '$.** ? (@.flag == $key && exists(@.variants))', jsonb_build_object('key', ${flagKey}::text))`;
  const { prerequisites, rules } = featureFlagEnvironments;
  const states = await tx
    .select({
      flag: featureFlagEnvironments.flagKey,
      environment: featureFlagEnvironments.environmentKey,
    })
    .from(featureFlagEnvironments)
    .where(
      sql`${featureFlagEnvironments.flagKey} <> ${flagKey} and (${names(prerequisites)} or ${names(rules)})`,
    )
    .orderBy(featureFlagEnvironments.flagKey, featureFlagEnvironments.environmentKey);
  const named = await tx
    .select({ key: segments.key })
    .from(segments)
    .where(names(segments.conditions))
    .orderBy(segments.key);
  return [
    ...states.map(({ flag, environment }) => `flag ${flag} in ${environment}`),
    ...named.map(({ key }) => `segment ${key}`),
  ];
}
