import type { Evidence } from '../evidence.ts';
import { differingObjects, differingTables } from './differences.ts';

export function secondRunChangesNothing({ second, states, outcome }: Evidence): readonly string[] {
  if (!('answer' in outcome)) return [];
  if (!('answer' in second)) return [second.failure.message];
  const { status, steps, recorded, aligned, seeded } = second.answer;
  return [
    ...(status === 'noop' ? [] : [JSON.stringify({ status, steps, recorded, aligned, seeded })]),
    ...differingObjects(states.after, states.again),
    ...differingTables(states.after, states.again).map((label) => `rows of ${label}`),
  ];
}
