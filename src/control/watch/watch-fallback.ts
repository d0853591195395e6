import { isProduction } from '../../contract/environments/is-production.ts';
import { watchPolicy } from '../../resource-policy.ts';
import type { Problem } from '../../watchman/problem.ts';
import type { AnswerCounts, KnownFeature, WatchMemory } from '../../watchman/watch-memory.ts';
import type { PublishedFindings } from './examine-published.ts';
import { twoLooks, untilCalm } from './patience.ts';
import type { AnswerFacts } from './read-facts.ts';
import { toAlertFeature } from './watch-features.ts';

export interface FallbackFindings {
  readonly features: readonly KnownFeature[];
  readonly published: readonly PublishedFindings[];
  /** Whether Postgres could be asked for a snapshot. */
  readonly canCompile: boolean;
  readonly bundled: readonly string[];
  readonly answers: readonly AnswerFacts[] | undefined;
  readonly before: WatchMemory['answers'];
}

/**
 * Environments whose critical features answer from a fallback: the edge has counted such answers since the
 * look before, or there is nothing else that a new isolate could answer from.
 */
export function watchFallback(findings: FallbackFindings): readonly Problem[] {
  const { features, published, canCompile, bundled, answers = [], before } = findings;
  const counted = answers.flatMap((each) => {
    const since = before && countedSince(each, before[each.environment]);
    return since ? [counts(each.environment, since)] : [];
  });
  const bare = published
    .filter(({ snapshot }) => !snapshot && !canCompile)
    .map(({ environment }) => nothing(environment, bundled.includes(environment)));
  return [...counted, ...bare].map((problem) => ({
    ...problem,
    features: features
      .filter(({ states }) => problem.environment !== null && states[problem.environment])
      .map(toAlertFeature),
  }));
}

export const learnAnswers = (
  answers: readonly AnswerFacts[] | undefined,
  before: WatchMemory['answers'],
): WatchMemory['answers'] =>
  answers
    ? Object.fromEntries(
        answers.map(({ environment, all, fallback }) => [environment, { all, fallback }]),
      )
    : before;

/** Undefined where it is nothing to speak of. */
function countedSince(
  { all, fallback }: AnswerFacts,
  before: AnswerCounts = { all: 0, fallback: 0 },
): AnswerCounts | undefined {
  const since = { all: all - before.all, fallback: fallback - before.fallback };
  const { answers, share } = watchPolicy.fallback;
  return since.fallback >= answers && since.fallback >= share * since.all ? since : undefined;
}

const ofFallback = (environment: string) =>
  ({
    severity: isProduction(environment) ? 'critical' : 'warning',
    environment,
    items: [],
    whatToDo:
      'Health in the dashboard and GET /health/ready say which of KV, hub and Postgres does not answer. What was deployed with the code is renewed by "npx burgee bundle" and a deployment.',
    features: [],
  }) as const;

const counts = (environment: string, { all, fallback }: AnswerCounts): Problem => ({
  ...ofFallback(environment),
  key: `fallback:counted:${environment}`,
  title: `${capital(environment)} answers from a fallback`,
  consequence:
    'Some were served an old state, what was deployed with the code, or their own default.',
  details: [`${Math.min(fallback, all)} of ${all} answers since the look before.`],
  // An isolate that nobody asked for a while may answer a few times before it has looked.
  patience: untilCalm(twoLooks),
});

const nothing = (environment: string, isBundled: boolean): Problem => ({
  ...ofFallback(environment),
  key: `fallback:bare:${environment}`,
  title: `New isolates have no snapshot of ${environment}`,
  consequence: isBundled
    ? 'They serve what was deployed with the code.'
    : 'They answer with the caller’s default.',
  details: [],
  patience: twoLooks,
});

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
