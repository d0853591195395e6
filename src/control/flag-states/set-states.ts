import { and, asc, eq, inArray } from 'drizzle-orm';
import type { AuditAction } from '../../contract/access/audit-action.ts';
import type { PlannedChange } from '../../contract/fields/plan.ts';
import type { FlagSelection } from '../../contract/flags/flag-selection.ts';
import { revised } from '../../db/columns.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagEnvironments } from '../../db/feature-flags.ts';
import { getEnvironmentRow } from '../environments/environment-row.ts';
import { selectFlagsForUpdate } from '../flags/select-flags.ts';
import type { UnitOfWork } from '../mutate.ts';
import { assertPlanned, hashPlan } from '../plan.ts';
import { flagStateResource } from './flag-state-resource.ts';
import type { FlagStateRow } from './flag-state-row.ts';

/** One switch, of many flags in one environment. */
export interface SwitchRequest {
  readonly environment: string;
  readonly selection: FlagSelection;
  readonly set: { readonly isEnabled: boolean } | { readonly isKilled: boolean };
  /** As the audit log names it. */
  readonly action: AuditAction;
  readonly reason?: string;
  readonly dryRun: boolean;
  /** Of the plan that was seen; `*` where nobody has to look first. */
  readonly planHash: string | undefined;
}

/**
 * Throws as `selectFlagsForUpdate` and `assertPlanned` do. Flags that are as wanted already are left
 * alone. A switch alone cannot break a flag, so nothing is compiled.
 */
export async function setStates({ tx, audit, touch }: UnitOfWork, request: SwitchRequest) {
  const { environment, set, action, reason, dryRun } = request;
  await getEnvironmentRow(tx, environment);
  const flags = await selectFlagsForUpdate(tx, request.selection);
  const before = await listStates(
    tx,
    environment,
    flags.map(({ key }) => key),
  );
  const due = before.filter((state) => !isSet(state, set));
  const changed = due.map((state) => describe(state, set));
  const planHash = await hashPlan(environment, changed);
  const result = { environment, dry_run: dryRun, plan_hash: planHash, changed };
  if (dryRun) return result;
  assertPlanned(planHash, request.planHash);
  const after = await write(tx, due, request);
  for (const state of due) {
    audit({
      action,
      target: state.flagKey,
      environmentKey: environment,
      before: flagStateResource(state),
      after: { ...after.get(state.flagKey), ...(reason === undefined ? {} : { reason }) },
    });
  }
  if (due.length > 0) touch(environment);
  return result;
}

const isSet = (state: FlagStateRow, set: SwitchRequest['set']): boolean =>
  'isEnabled' in set ? state.isEnabled === set.isEnabled : state.isKilled === set.isKilled;

const describe = (state: FlagStateRow, set: SwitchRequest['set']): PlannedChange => ({
  subject: 'flag',
  key: state.flagKey,
  is_new: false,
  changes: [
    'isEnabled' in set
      ? { property: 'is_enabled', from: state.isEnabled, to: set.isEnabled }
      : { property: 'is_killed', from: state.isKilled, to: set.isKilled },
  ],
});

/** Of flags that are locked. */
export const listStates = (tx: Queryable, environment: string, flagKeys: readonly string[]) =>
  tx
    .select()
    .from(featureFlagEnvironments)
    .where(
      and(
        eq(featureFlagEnvironments.environmentKey, environment),
        inArray(featureFlagEnvironments.flagKey, [...flagKeys]),
      ),
    )
    .orderBy(asc(featureFlagEnvironments.flagKey));

async function write(
  tx: Queryable,
  due: readonly FlagStateRow[],
  { environment, set }: SwitchRequest,
) {
  if (due.length === 0) return new Map();
  const keys = due.map(({ flagKey }) => flagKey);
  const rows = await tx
    .update(featureFlagEnvironments)
    .set({ ...set, ...revised(featureFlagEnvironments) })
    .where(
      and(
        eq(featureFlagEnvironments.environmentKey, environment),
        inArray(featureFlagEnvironments.flagKey, keys),
      ),
    )
    .returning();
  return new Map(rows.map((row) => [row.flagKey, flagStateResource(row)]));
}
