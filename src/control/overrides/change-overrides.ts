import { and, eq, sql } from 'drizzle-orm';
import { v7 as newId } from 'uuid';
import type { OverrideEntry, OverridesChanged } from '../../contract/override-bulk.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { getEnvironmentForUpdate } from '../environments/environment-row.ts';
import { keepServable } from '../keep-servable.ts';
import type { UnitOfWork } from '../mutate.ts';
import { rehearseWithin } from '../rehearse-within.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { overrideEntryOf } from './override-entry.ts';
import type { OverrideRow } from './override-row.ts';

/** What is to become of an environment's overrides. */
export interface OverrideChanges {
  readonly added: readonly OverrideEntry[];
  readonly changed: readonly OverrideEntry[];
  /** What the changed ones were, and those that are to go. */
  readonly before: readonly OverrideRow[];
  readonly removed: readonly OverrideRow[];
  readonly unchanged: number;
}

interface Manner {
  readonly environment: string;
  readonly action: 'override.import' | 'override.remove';
  readonly isDryRun: boolean;
  /** A version of the environment; asked for only where something exists already that is to change. */
  readonly expected: ExpectedRevision;
}

/**
 * Many at once: two statements, one version, and one entry of the audit log that keeps what was there
 * before. The transaction has locked the flags.
 */
export async function changeOverrides(
  { tx, audit, touch }: UnitOfWork,
  changes: OverrideChanges,
  { environment, action, isDryRun, expected }: Manner,
): Promise<OverridesChanged> {
  const { version } = await getEnvironmentForUpdate(tx, environment);
  const { added, changed, before, removed, unchanged } = changes;
  const isLoss = changed.length + removed.length > 0;
  if (expected !== undefined || (isLoss && !isDryRun)) assertRevision(version, expected);
  const isChange = isLoss || added.length > 0;
  const put = [...added, ...changed];
  const write = async (within: Queryable) => {
    await remove(within, environment, removed);
    if (put.length === 0) return;
    await keepServable(within, [environment], () => upsert(within, environment, put));
  };
  if (isDryRun) await rehearseWithin(tx, write);
  else if (isChange) {
    await write(tx);
    touch(environment);
    const was = [...before, ...removed].map(overrideEntryOf);
    audit({ action, target: environment, environmentKey: environment, before: was, after: put });
  }
  return {
    environment,
    dry_run: isDryRun,
    added: added.length,
    changed: changed.length,
    removed: removed.length,
    unchanged,
    version: isChange && !isDryRun ? version + 1 : version,
  };
}

async function remove(tx: Queryable, environment: string, rows: readonly OverrideRow[]) {
  if (rows.length === 0) return;
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const { environmentKey, id } = featureFlagOverrides;
  await tx
    .delete(featureFlagOverrides)
    .where(
      and(
        eq(environmentKey, environment),
        sql`${id} in (select jsonb_array_elements_text(${ids}::jsonb))`,
      ),
    );
}

async function upsert(tx: Queryable, environment: string, entries: readonly OverrideEntry[]) {
  const rows = entries.map(({ flag, scope, subject, variant, reason, expires_at }) => ({
    id: newId(),
    flag,
    scope,
    subject,
    variant,
    reason,
    expires_at,
  }));
  await tx.execute(sql`
    insert into feature_flag_overrides as kept
      (id, environment_key, flag_key, scope, subject, variant, reason, expires_at)
    select id, ${environment}, flag, scope, subject, variant, reason, expires_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(id text, flag text,
      scope override_scope, subject text, variant text, reason text, expires_at timestamptz)
    on conflict on constraint feature_flag_overrides_subject_key do update set
      variant = excluded.variant, reason = excluded.reason, expires_at = excluded.expires_at,
      revision = kept.revision + 1, updated_at = now()`);
}
