import type { UpcomingChange } from '../../../contract/flags/schedule.ts';

/** What a step changes, in a line: `switched on, rolled out to 10 %`. */
export function changeText(change: UpcomingChange['change']): string {
  const { is_enabled, is_killed, rollout_percentage, rules, split, prerequisites } = change;
  const parts = [
    is_killed === undefined ? '' : is_killed ? 'stopped' : 'stop ended',
    is_enabled === undefined ? '' : is_enabled ? 'switched on' : 'switched off',
    rollout_percentage === undefined ? '' : `rolled out to ${rollout_percentage} %`,
    split === undefined ? '' : `served ${split.map(({ variant }) => variant).join(', ')}`,
    rules === undefined ? '' : rules.length === 1 ? '1 rule' : `${rules.length} rules`,
    prerequisites === undefined ? '' : 'other prerequisites',
    change.salt === undefined ? '' : 'another salt',
    change.bucket_by === undefined ? '' : `bucketed by ${change.bucket_by}`,
  ];
  return parts.filter(Boolean).join(', ');
}
