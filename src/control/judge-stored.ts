import type { Readiness } from '../contract/readiness.ts';
import type { StoredSnapshot } from '../snapshot/inspect-stored.ts';
import type { EnvironmentState } from './environments/list-environment-states.ts';

/**
 * Of one environment, as the database knows it; while it tells of none, what is there counts as the newest.
 * Changes that are still on their way do not count.
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
