import type { StaleSign, StaleThresholds } from '../../contract/flags/staleness.ts';
import type { FlagStateRow } from '../flag-states/flag-state-row.ts';
import type { FlagRow } from '../flags/flag-row.ts';

/** What is known of a flag that is not archived. */
export interface Subject {
  readonly flag: FlagRow;
  readonly states: readonly FlagStateRow[];
  /** The latest change of any of its overrides that are in force; undefined without one. */
  readonly overriddenAt: Date | undefined;
  readonly lastEvaluatedAt: Date | undefined;
  /** When evaluations began to be counted; undefined where none ever was. */
  readonly countedSince: Date | undefined;
}

interface Measure {
  readonly thresholds: StaleThresholds;
  readonly now: Date;
}

/** The signs that a flag's time is over. A permanent flag shows none. */
export function findSigns(subject: Subject, { thresholds, now }: Measure): readonly StaleSign[] {
  if (subject.flag.permanent) return [];
  const { unused_days, rolled_out_days, lifetime_days } = thresholds;
  const signs = [
    signOf('unused', unusedSince(subject), unused_days),
    signOf('rolled_out', rolledOutSince(subject), rolled_out_days),
    signOf('expired', subject.flag.createdAt, lifetime_days),
  ];
  return signs.filter((sign) => sign !== undefined && isOver(sign, now)) as StaleSign[];
}

const dayMilliseconds = 24 * 60 * 60 * 1_000;

const isOver = ({ since, threshold_days }: StaleSign, now: Date): boolean =>
  now.getTime() - Date.parse(since) >= threshold_days * dayMilliseconds;

function signOf(kind: StaleSign['kind'], since: Date | undefined, days: number) {
  if (since === undefined) return undefined;
  const at = since.toISOString();
  return { kind, since: at, threshold_days: days, message: words[kind](at.slice(0, 10), days) };
}

const words: Readonly<Record<StaleSign['kind'], (since: string, days: number) => string>> = {
  unused: (since) => `Nobody has asked for it since ${since}.`,
  rolled_out: (since) =>
    `Everybody has been served the same variant since ${since}: the code can do without the flag.`,
  expired: (since, days) =>
    `It was created on ${since} and expected to last ${days} days. Make it permanent if it has to stay.`,
};

/** A flag is not unused while it is younger than the counting that would have noticed. */
function unusedSince({ flag, lastEvaluatedAt, countedSince }: Subject): Date | undefined {
  if (lastEvaluatedAt) return lastEvaluatedAt;
  return countedSince && latest([countedSince, flag.createdAt]);
}

/**
 * When the last of its states changed, if the flag serves everybody one variant in some environment and
 * is off in the others; undefined while anything is still being decided.
 */
function rolledOutSince({ flag, states, overriddenAt }: Subject): Date | undefined {
  if (overriddenAt || !states.some(isServedWhole)) return undefined;
  if (!states.every((state) => isServedWhole(state) || isOff(state))) return undefined;
  return latest([flag.createdAt, ...states.map(({ updatedAt }) => updatedAt)]);
}

const isOff = ({ isEnabled, isKilled }: FlagStateRow): boolean => !isEnabled || isKilled;

const isServedWhole = (state: FlagStateRow): boolean =>
  !isOff(state) &&
  state.rolloutPercentage === 100 &&
  state.rules.length === 0 &&
  state.prerequisites.length === 0 &&
  state.split.filter(({ weight }) => weight > 0).length === 1;

const latest = (dates: readonly Date[]): Date =>
  new Date(Math.max(...dates.map((date) => date.getTime())));
