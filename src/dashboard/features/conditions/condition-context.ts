import { createContext, useContext } from 'react';
import type { Problem } from '../../../contract/errors/problem.ts';
import type { FlagWithStatesResource } from '../../../contract/flags/flag.ts';

interface ConditionSurroundings {
  readonly isReadOnly: boolean;
  /** What the last save was refused for. */
  readonly problems: readonly Problem[];
  /** What conditions may name: no flag and no segment names itself. */
  readonly segments: readonly string[];
  readonly flags: readonly FlagWithStatesResource[];
  readonly attributes: readonly string[];
}

const ConditionContext = createContext<ConditionSurroundings | undefined>(undefined);

export const ConditionProvider = ConditionContext.Provider;

export function useConditions(): ConditionSurroundings {
  const surroundings = useContext(ConditionContext);
  if (!surroundings) throw new Error('a condition stands outside of its provider');
  return surroundings;
}

/** Tells what is wrong at exactly a place, or else at the next that is named: `rules[0].when.all[1].value`. */
export function useProblemAt(): (...paths: readonly string[]) => string | undefined {
  const { problems } = useConditions();
  return (...paths) => paths.map((path) => messageAt(problems, path)).find(Boolean);
}

const messageAt = (problems: readonly Problem[], path: string): string =>
  problems
    .filter((problem) => problem.path === path)
    .map(({ message }) => message)
    .join('; ');
