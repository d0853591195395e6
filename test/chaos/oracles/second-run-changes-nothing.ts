import type { Evidence } from '../evidence.ts';
import { differingObjects, differingTables } from './differences.ts';

/** Written by whoever publishes, which a run that changes nothing may still have to. */
const publisher = ['table snapshot_history', 'table published_versions'];

export function secondRunChangesNothing({ second, states, outcome }: Evidence): readonly string[] {
  if (!('answer' in outcome)) return [];
  if (!('answer' in second)) return [second.failure.message];
  const { status, steps, recorded, aligned, seeded } = second.answer;
  return [
    ...(status === 'noop' ? [] : [JSON.stringify({ status, steps, recorded, aligned, seeded })]),
    ...differingObjects(states.after, states.again),
    ...differingTables(states.after, states.again)
      .filter((label) => !publisher.includes(label))
      .map((label) => `rows of ${label}`),
  ];
}
