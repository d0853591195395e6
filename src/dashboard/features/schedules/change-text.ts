import type { UpcomingChange } from '../../../contract/schedule.ts';

/** What a step changes, in a line. */
export function changeText(change: UpcomingChange['change']): string {
  const { is_enabled, is_killed, rollout_percentage, rules, split, prerequisites } = change;
  const parts = [
    is_enabled === undefined ? '' : is_enabled ? 'switched on' : 'switched off',
    is_killed === undefined ? '' : is_killed ? 'stopped' : 'stop ended',
    rollout_percentage === undefined ? '' : `rolled out to ${rollout_percentage} %`,
    rules === undefined ? '' : `${rules.length} rules`,
    split === undefined ? '' : 'another split',
    prerequisites === undefined ? '' : 'other prerequisites',
    change.salt === undefined ? '' : 'another salt',
    change.bucket_by === undefined ? '' : `bucketed by ${change.bucket_by}`,
  ];
  return parts.filter(Boolean).join(', ');
}
