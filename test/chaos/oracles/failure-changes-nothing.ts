import type { Evidence } from '../evidence.ts';
import { differingObjects, differingTables } from './differences.ts';

/**
 * Where every call failed, all is as it was, rows and catalog. Only where the answer to the commit
 * was lost may it have happened, and then as a whole: the same operation id tells what.
 */
export function failureChangesNothing(evidence: Evidence): readonly string[] {
  const { calls, states, hasWriters, trial } = evidence;
  if (calls.some((call) => 'answer' in call)) return [];
  if (trial.fault.includes('after the commit')) return [];
  const changed = differingObjects(states.before, states.struck).filter(
    (label) => !label.startsWith('enum ') || !tellsOfLabels(evidence),
  );
  const tables = hasWriters ? [] : differingTables(states.before, states.struck);
  return [...changed, ...tables.map((label) => `rows of ${label}`)];
}

/** Labels have to be committed beforehand, which the failure must then say. */
function tellsOfLabels({ calls }: Evidence): boolean {
  return calls.some((call) => 'failure' in call && call.failure.message.includes('ADD VALUE'));
}
