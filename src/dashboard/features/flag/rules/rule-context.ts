import { createContext, useContext } from 'react';
import type { FlagWithStatesResource } from '../../../../contract/flag.ts';
import type { Problem } from '../../../../contract/problem.ts';
import type { FlagDetail } from '../flag-query.ts';

interface RuleSurroundings {
  readonly flag: FlagDetail;
  readonly isReadOnly: boolean;
  /** What the last save was refused for. */
  readonly problems: readonly Problem[];
  /** What conditions may name. */
  readonly segments: readonly string[];
  readonly flags: readonly FlagWithStatesResource[];
  readonly attributes: readonly string[];
}

const RuleContext = createContext<RuleSurroundings | undefined>(undefined);

export const RuleProvider = RuleContext.Provider;

export function useRules(): RuleSurroundings {
  const surroundings = useContext(RuleContext);
  if (!surroundings) throw new Error('a part of the rule builder stands outside of it');
  return surroundings;
}

/** Tells what is wrong at exactly a place, or else at the next that is named: `rules[0].when.all[1].value`. */
export function useProblemAt(): (...paths: readonly string[]) => string | undefined {
  const { problems } = useRules();
  return (...paths) => paths.map((path) => messageAt(problems, path)).find(Boolean);
}

const messageAt = (problems: readonly Problem[], path: string): string =>
  problems
    .filter((problem) => problem.path === path)
    .map(({ message }) => message)
    .join('; ');
