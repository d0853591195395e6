import { hasNothingToDo } from '../../../contract/health/has-nothing-to-do.ts';
import type { RepairResult } from '../../../contract/health/repair.ts';

/** What a plan or a repair comes to. */
export function repairSentence(result: RepairResult): string {
  const { steps, unresolved, milliseconds } = result;
  const status = hasNothingToDo(result) ? 'noop' : result.status;
  const left = unresolved.length;
  const others = left === 0 ? '' : ` ${left} left for a person.`;
  switch (status) {
    case 'planned':
      return `${counted(steps.length, 'step')} would be done.${others} Nothing has been changed.`;
    case 'noop':
      return left === 0
        ? 'Nothing to do: everything is as expected.'
        : `Nothing that a repair may do.${others}`;
    case 'ok':
      return `Repaired: ${counted(steps.length, 'step')} in ${inSeconds(milliseconds)}. Everything is as expected.`;
    case 'partial':
      return `Repaired in part: ${counted(steps.length, 'step')} in ${inSeconds(milliseconds)}.${others}`;
  }
}

const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;

const inSeconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(1)} s`;
