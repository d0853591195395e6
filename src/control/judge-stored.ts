import type { Readiness } from '../contract/health/readiness.ts';
import type { StoredSnapshot } from '../snapshot/inspect-stored.ts';
import type { EnvironmentState } from './environments/list-environment-states.ts';

/**
 * Judges what a store has of one environment by what the database says of it; while that says nothing,
 * what is stored counts as the newest. Changes that are still on their way are not held against it.
 */
export function judgeStored(
  { version, state }: StoredSnapshot,
  row: EnvironmentState | undefined,
): Exclude<Readiness['kv'], 'unreachable'> {
  if (state === 'corrupt') return 'corrupt';
  if (!row) return state === 'missing' ? 'missing' : 'ok';
  if (!row.isSettled || version >= row.version) return 'ok';
  return state === 'missing' ? 'missing' : 'behind';
}
