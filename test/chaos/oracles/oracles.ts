import type { Evidence } from '../evidence.ts';
import { edgeAnswersAsBefore } from './edge-answers-as-before.ts';
import { failureChangesNothing } from './failure-changes-nothing.ts';
import { rowsSurvive } from './rows-survive.ts';
import { secondRunChangesNothing } from './second-run-changes-nothing.ts';
import { wellMeansAsExpected } from './well-means-as-expected.ts';
import { whatIsLeftIsNamed } from './what-is-left-is-named.ts';

/** Says what is wrong; nothing when all is right. */
export type Oracle = (evidence: Evidence) => readonly string[];

export const oracles = {
  rowsSurvive,
  wellMeansAsExpected,
  failureChangesNothing,
  secondRunChangesNothing,
  whatIsLeftIsNamed,
  recoverableIsMended: ({ isRecoverable, outcome }) => {
    if (!isRecoverable || !('answer' in outcome) || outcome.answer.unresolved.length === 0)
      return [];
    return outcome.answer.unresolved.map(({ object, reason }) => `${object}: ${reason}`);
  },
  answers: ({ outcome, trial: { damages } }) => {
    if ('answer' in outcome) return [];
    const isNewer = damages.some(({ name }) => name === 'add a newer record');
    const { code, message } = outcome.failure;
    return isNewer && code === 'database_is_newer' ? [] : [`${code}: ${message}`];
  },
  appliesOnce: ({ calls, outcome, trial }) => {
    const did = calls.filter((call) => 'answer' in call && call.answer.status !== 'noop');
    const isStored = (id: string) => 'answer' in outcome && outcome.answer.operation_id === id;
    if (trial.fault === 'eight at once') {
      return did.length <= 1 ? [] : [`${did.length} of eight callers changed something`];
    }
    return 'answer' in outcome && !isStored(`chaos-${trial.seed}`) ? ['another answer came'] : [];
  },
  driftIsGone: ({ proof }) => (proof?.migrator === undefined ? [] : [proof.migrator]),
  applicationWorks: ({ proof }) => (proof?.smoke === undefined ? [] : [proof.smoke]),
  nothingIsLeftBehind: ({ leftovers }) => leftovers,
  edgeAnswersAsBefore,
  auditChainHolds: ({ chain, outcome }) =>
    chain.before && 'answer' in outcome && !chain.after ? ['the chain is broken'] : [],
} satisfies Record<string, Oracle>;

export type OracleName = keyof typeof oracles;

export interface Complaint {
  readonly oracle: OracleName;
  readonly words: readonly string[];
}

export function judge(evidence: Evidence): readonly Complaint[] {
  return Object.entries(oracles).flatMap(([oracle, find]) => {
    const words = find(evidence);
    return words.length === 0 ? [] : [{ oracle: oracle as OracleName, words }];
  });
}
