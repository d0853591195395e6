import type { Problem } from '../../watchman/problem.ts';
import { isTooOld } from '../backup/kept-backups.ts';
import { atOnce, firstBackup } from './patience.ts';

/**
 * Whether the newest backup of the bucket is too old; `last` is 0 where there is none. Nobody knows since
 * when the bucket is bound: its first is waited for from the first look that finds it without.
 */
export function watchBackups(last: number, now: number): readonly Problem[] {
  if (!isTooOld(last, now)) return [];
  const [detail, patience] =
    last === 0
      ? ['The bucket has none.', firstBackup]
      : [`The newest was kept at ${new Date(last).toISOString()}.`, atOnce];
  return [{ ...oldBackup, details: [detail], patience }];
}

const oldBackup = {
  key: 'backups',
  severity: 'warning',
  title: 'No backup was kept for two days',
  environment: null,
  items: [],
  consequence: 'Were the database lost now, whatever was changed since would be lost with it.',
  whatToDo:
    'Run "npx burgee backup" now. The log line "scheduled" says under "backup" why the daily one failed; where it says nothing, the database is too large for a Worker, and whatever runs your nightly jobs has to run "npx burgee backup". docs/backup.md says how.',
  features: [],
} as const;
