import type { Versioned } from '../../../lib/draft.ts';
import type { FlagState } from '../flag-query.ts';

const names = [
  'rollout_percentage',
  'split',
  'rules',
  'prerequisites',
  'salt',
  'bucket_by',
] as const satisfies (keyof FlagState)[];

/** What a flag does in an environment, but for the switch and the stop, which are not drafted. */
export type StateValues = Pick<FlagState, (typeof names)[number]>;

export const stateValues = (state: FlagState): Versioned<StateValues> => ({
  revision: state.revision,
  values: Object.fromEntries(names.map((name) => [name, state[name]])) as unknown as StateValues,
});

export const stateLabels: Readonly<Record<keyof StateValues, string>> = {
  rollout_percentage: 'Rollout',
  split: 'Split',
  rules: 'Rules',
  prerequisites: 'Prerequisites',
  salt: 'Salt',
  bucket_by: 'Bucket by',
};
