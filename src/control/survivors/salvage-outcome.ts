import type { RepairResult } from '../../contract/health/repair.ts';

/** What became of rows that the database has lost and that are still published. */
export interface SalvageOutcome
  extends Pick<RepairResult, 'survivors' | 'restored' | 'held_back' | 'unresolved' | 'warnings'> {
  /** A person has to decide first: until then nothing is seeded. */
  readonly isOpen: boolean;
  /** What came back, in whichever environment: `flag shop.checkout`. */
  readonly added: readonly string[];
}

export const nothingSalvaged: SalvageOutcome = {
  isOpen: false,
  added: [],
  survivors: [],
  restored: [],
  held_back: [],
  unresolved: [],
  warnings: [],
};

/** What two salvages came to together. */
export const joinOutcomes = (left: SalvageOutcome, right: SalvageOutcome): SalvageOutcome => ({
  isOpen: left.isOpen || right.isOpen,
  added: [...left.added, ...right.added],
  survivors: [...left.survivors, ...right.survivors],
  restored: [...left.restored, ...right.restored],
  held_back: [...left.held_back, ...right.held_back],
  unresolved: [...left.unresolved, ...right.unresolved],
  warnings: [...left.warnings, ...right.warnings],
});
