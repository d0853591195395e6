import type { UnitOfWork } from '../mutate.ts';
import type { FlagImport, ImportPlan } from './plan-import.ts';

interface Imported {
  readonly environment: string;
  readonly mode: 'merge' | 'replace';
  readonly plan: ImportPlan;
  readonly hash: string;
}

/**
 * An entry for each thing that was changed, under the name that its own verb has, and one for the whole.
 * What is the same in every environment has an entry without one.
 */
export function auditImport({ audit }: UnitOfWork, imported: Imported): void {
  const { environment, mode, plan, hash } = imported;
  for (const { before, after } of plan.segments) {
    audit({ action: 'segment.put', target: after.key, before, after });
  }
  for (const flag of plan.flags) {
    auditDefinition(audit, flag);
    auditState(audit, environment, flag);
  }
  audit({
    action: 'environment.import',
    target: environment,
    environmentKey: environment,
    after: { mode, plan_hash: hash, flags: plan.flags.length, segments: plan.segments.length },
  });
}

type Audit = UnitOfWork['audit'];

function auditDefinition(audit: Audit, { before, after, definition }: FlagImport): void {
  if (definition.length === 0) return;
  const action = before ? 'flag.update' : 'flag.create';
  audit({ action, target: after.key, before: before && shared(before), after: shared(after) });
  if (before && before.status !== after.status) {
    const change = after.status === 'archived' ? 'flag.archive' : 'flag.restore';
    audit({ action: change, target: after.key, before: shared(before), after: shared(after) });
  }
}

const shared = ({ state, overrides, ...definition }: FlagImport['after']) => definition;

function auditState(audit: Audit, environmentKey: string, flag: FlagImport): void {
  const { before, after, state, overrides } = flag;
  if (state.length + overrides.length === 0) return;
  audit({
    action: 'flag_state.import',
    target: after.key,
    environmentKey,
    before: {
      state: before?.state ?? null,
      overrides: overrides.flatMap((change) => change.before ?? []),
    },
    after: { state: after.state, overrides: overrides.flatMap((change) => change.after ?? []) },
  });
}
