import type { OverrideEntry, OverridesChanged } from '../../contract/flags/override-bulk.ts';
import type { Queryable } from '../../db/connect.ts';
import { getEnvironmentForUpdate } from '../environments/environment-row.ts';
import { keepServable } from '../keep-servable.ts';
import type { UnitOfWork } from '../mutate.ts';
import { rehearseWithin } from '../rehearse-within.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { overrideEntryOf } from './override-entry.ts';
import type { OverrideRow } from './override-row.ts';
import { deleteOverrides, putOverrides } from './write-overrides.ts';

/** What is to become of an environment's overrides. */
export interface OverrideChanges {
  readonly added: readonly OverrideEntry[];
  readonly changed: readonly OverrideEntry[];
  /** The overrides that change or go, as they were. */
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
    await deleteOverrides(within, environment, removed.map(overrideEntryOf));
    if (put.length === 0) return;
    await keepServable(within, [environment], () => putOverrides(within, environment, put));
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
