import { asc, eq } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { featureFlagEnvironments, featureFlags } from '../../db/feature-flags.ts';
import { scheduledChanges } from '../../db/scheduled-changes.ts';
import { criticalFlags } from '../../db/seeds.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { listEnvironmentKeys } from '../environments/list-environment-keys.ts';
import { ControlError } from '../errors.ts';
import { mutate } from '../mutate.ts';
import { overrideResource } from '../overrides/override-row.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { flagWithStates } from './flag-resource.ts';
import { type FlagRow, getFlagForUpdate } from './flag-row.ts';
import { listReferences } from './list-references.ts';

interface Input {
  readonly key: string;
  readonly expectedRevision: ExpectedRevision;
  /** The key once more, which a critical flag asks for. */
  readonly confirm?: string | undefined;
}

/**
 * Deletes an archived flag for good; only the audit log still knows what it was. Nobody is served an
 * archived flag, so nothing that is published changes.
 */
export async function deleteFlag({ ctx, input }: VerbCall<Input>): Promise<void> {
  authorise(ctx, 'admin');
  await mutate(ctx, async ({ tx, audit }) => {
    await listEnvironmentKeys(tx);
    const flag = await getFlagForUpdate(tx, input.key);
    assertRevision(flag.revision, input.expectedRevision);
    assertDeletable(flag, input.confirm);
    await assertUnreferenced(tx, input.key);
    const before = await describeWhole(tx, flag);
    await tx.delete(featureFlags).where(eq(featureFlags.key, input.key));
    audit({ action: 'flag.delete', target: input.key, before });
  });
}

function assertDeletable({ key, status, critical }: FlagRow, confirm: string | undefined): void {
  if (status !== 'archived') {
    throw refused(`Flag "${key}" is served. Archive it first: POST /admin/flags/${key}/archive.`);
  }
  if (criticalFlags.some((seeded) => seeded.key === key)) {
    throw refused(
      `Flag "${key}" belongs to every installation: the next deployment would make it anew, switched on. Leave it archived.`,
    );
  }
  if (critical && confirm !== key) {
    throw refused(`Flag "${key}" is critical. To delete it all the same, add ?confirm=${key}.`);
  }
}

async function assertUnreferenced(tx: Queryable, key: string): Promise<void> {
  const places = await listReferences(tx, key);
  if (places.length === 0) return;
  throw refused(`Flag "${key}" is referred to by ${places.join(', ')}. Change that first.`);
}

const refused = (message: string) => new ControlError('protected', message);

/** Everything that goes with it. */
async function describeWhole(tx: Queryable, flag: FlagRow) {
  const [states, overrides, schedules] = [
    await tx
      .select()
      .from(featureFlagEnvironments)
      .where(eq(featureFlagEnvironments.flagKey, flag.key))
      .orderBy(asc(featureFlagEnvironments.environmentKey)),
    await tx.select().from(featureFlagOverrides).where(eq(featureFlagOverrides.flagKey, flag.key)),
    await tx.select().from(scheduledChanges).where(eq(scheduledChanges.flagKey, flag.key)),
  ];
  return {
    ...flagWithStates(flag, states),
    stale_thresholds: flag.staleThresholds,
    overrides: overrides.map(overrideResource),
    schedules: schedules.map(({ environmentKey, status, reason, steps, nextStep }) => ({
      environment: environmentKey,
      status,
      reason,
      steps,
      next_step: nextStep,
    })),
  };
}
