import { problemText } from '../contract/problem.ts';
import type { SnapshotProblem } from '../snapshot/find-problems.ts';
import type { Published } from '../snapshot/publish.ts';

/** What came of publishing one environment. */
export interface PublishOutcome {
  readonly environment: string;
  /** Absent when publishing failed: the snapshot before is still the one served. */
  readonly version?: number;
  /** What is published broken, for a person to put right. */
  readonly problems: readonly SnapshotProblem[];
}

export interface PublishCapabilities {
  /** Rejects when the database or the store cannot be reached. */
  readonly publish: (environment: string) => Promise<Published | undefined>;
  readonly logError: (message: string, error: unknown) => void;
}

/** All at once; where one fails, the others are published all the same. */
export const publishAll = (
  capabilities: PublishCapabilities,
  environments: readonly string[],
): Promise<PublishOutcome[]> =>
  Promise.all(environments.map((environment) => publishOne(capabilities, environment)));

async function publishOne(
  { publish, logError }: PublishCapabilities,
  environment: string,
): Promise<PublishOutcome> {
  try {
    const outcome = (await publish(environment)) ?? { environment, problems: [] };
    for (const { subject, ...problem } of outcome.problems) {
      logError(`${environment} is published with a broken ${subject}`, problemText(problem));
    }
    return outcome;
  } catch (error) {
    logError(`publishing ${environment} failed`, error);
    return { environment, problems: [] };
  }
}
