import type { UpdateFlagStateInput } from '../../../../contract/flag-state.ts';

/** What a step does, in words: `switch on, rollout 10 %`. */
export function describeChange(change: UpdateFlagStateInput): string {
  const { is_enabled, is_killed, rollout_percentage, split, rules, ...rest } = change;
  const words = [
    is_killed === undefined ? undefined : is_killed ? 'stop' : 'end the stop',
    is_enabled === undefined ? undefined : is_enabled ? 'switch on' : 'switch off',
    rollout_percentage === undefined ? undefined : `rollout ${rollout_percentage} %`,
    split && `serve ${split.map(({ variant }) => variant).join(', ')}`,
    rules && (rules.length === 1 ? '1 rule' : `${rules.length} rules`),
    ...Object.keys(rest).map((name) => name.replaceAll('_', ' ')),
  ];
  return words.filter((word) => word !== undefined).join(', ');
}
