import { and, asc, eq, lte, type SQL, sql } from 'drizzle-orm';
import type * as z from 'zod';
import {
  type OverridesChanged,
  type RemoveOverridesInput,
  type RemoveOverridesQuery,
  removeOverridesInput,
  removeOverridesQuery,
} from '../../contract/flags/override-bulk.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { featureFlags } from '../../db/feature-flags.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { getEnvironmentRow } from '../environments/environment-row.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import type { ExpectedRevision } from '../revision.ts';
import { changeOverrides } from './change-overrides.ts';

interface Input {
  readonly environment: string;
  readonly query: RemoveOverridesQuery;
  readonly expectedRevision: ExpectedRevision;
  readonly which: RemoveOverridesInput;
}

/** Subjects are served again what everybody is; or what has expired is tidied away. */
export async function removeOverrides({ ctx, input }: VerbCall<Input>): Promise<OverridesChanged> {
  authorise(ctx, 'editor');
  const { environment, expectedRevision: expected } = input;
  const { dry_run: isDryRun } = parseInput(removeOverridesQuery, input.query);
  const which = and(
    eq(featureFlagOverrides.environmentKey, environment),
    conditionOf(parseInput(removeOverridesInput, input.which), ctx.now()),
  );
  return mutate(ctx, async (unit) => {
    await getEnvironmentRow(unit.tx, environment);
    await lockFlagsOf(unit.tx, which);
    const removed = await unit.tx.select().from(featureFlagOverrides).where(which);
    const changes = { added: [], changed: [], before: [], removed, unchanged: 0 };
    return changeOverrides(unit, changes, {
      environment,
      action: 'override.remove',
      isDryRun,
      expected,
    });
  });
}

function conditionOf(which: z.output<typeof removeOverridesInput>, now: Date): SQL | undefined {
  const { flagKey, scope, subject, expiresAt } = featureFlagOverrides;
  const flag = which.flag === undefined ? undefined : eq(flagKey, which.flag);
  if ('expired' in which) return and(flag, lte(expiresAt, now));
  return and(
    flag,
    sql`(${scope}, ${subject}) in (select scope, subject
      from jsonb_to_recordset(${JSON.stringify(which.subjects)}::jsonb) as given(scope override_scope, subject text))`,
  );
}

/** In the order of their keys, as an import does. */
const lockFlagsOf = (tx: Queryable, which: SQL | undefined) =>
  tx
    .select({ key: featureFlags.key })
    .from(featureFlags)
    .where(
      sql`${featureFlags.key} in (${tx
        .select({ key: featureFlagOverrides.flagKey })
        .from(featureFlagOverrides)
        .where(which)})`,
    )
    .orderBy(asc(featureFlags.key))
    .for('update');
