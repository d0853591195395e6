import type { Problem } from '../../watchman/problem.ts';
import { isTooOld, type NewestBackups } from '../backup/kept-backups.ts';
import { atOnce, firstBackup } from './patience.ts';

/**
 * Whether the newest whole backup of the bucket is too old. Nobody knows since when the bucket is bound: its first is
 * waited for from the first look that finds it without.
 */
export function watchBackups({ whole, lacking }: NewestBackups, now: number): readonly Problem[] {
  if (!isTooOld(whole, now)) return [];
  const patience = whole === 0 ? firstBackup : atOnce;
  const last = lacking.at(-1);
  const newest = last === undefined ? 'newest' : 'newest whole one';
  const details = [
    whole === 0
      ? `The bucket has none${last === undefined ? '' : ' that is whole'}.`
      : `The ${newest} was kept at ${new Date(whole).toISOString()}.`,
    ...(last === undefined ? [] : [`${last.name} lacks ${last.lost}.`]),
  ];
  return [{ ...oldBackup, ...(last && damagedDatabase), details, patience }];
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

const damagedDatabase = {
  title: 'No whole backup was kept for two days: the database has lost tables',
  consequence: 'What was in these tables is in older backups alone, and in what the edge serves.',
  whatToDo:
    'See what is gone with "npx burgee status", and bring it back: docs/restore.md, or the newest whole backup by docs/backup.md. It is over when the daily job keeps a whole one again.',
} as const;
