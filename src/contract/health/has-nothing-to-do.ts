import type { RepairResult } from './repair.ts';

/** Whether a repair, or a plan of one, found nothing that it may do. */
export const hasNothingToDo = (result: RepairResult): boolean =>
  [
    result.steps,
    result.recorded,
    result.aligned,
    result.seeded,
    result.refilled,
    result.restored,
  ].every(({ length }) => length === 0);
