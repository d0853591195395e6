import { problemText } from '../contract/problem.ts';
import type { SnapshotProblem } from '../snapshot/find-problems.ts';
import type { Published, PublishOptions } from '../snapshot/publish.ts';
import { WithheldError } from '../snapshot/withheld-error.ts';

/** What came of publishing one environment. */
export interface PublishOutcome {
  readonly environment: string;
  /** Absent when publishing failed: the snapshot before is still the one served. */
  readonly version?: number;
  /** What is served instead of the rows, as a person chose it. */
  readonly pinned_to?: number;
  /** What is published broken, for a person to put right. */
  readonly problems: readonly SnapshotProblem[];
  /** Why it was not even tried, with the way out. */
  readonly withheld?: string;
}

export interface PublishCapabilities {
  /** Rejects when the database or the store cannot be reached. */
  readonly publish: (
    environment: string,
    options?: PublishOptions,
  ) => Promise<Published | undefined>;
  readonly logError: (message: string, error: unknown) => void;
}

/** All at once; where one fails, the others are published all the same. */
export const publishAll = (
  capabilities: PublishCapabilities,
  environments: readonly string[],
  options?: PublishOptions,
): Promise<PublishOutcome[]> =>
  Promise.all(environments.map((environment) => publishOne(capabilities, environment, options)));

async function publishOne(
  { publish, logError }: PublishCapabilities,
  environment: string,
  options?: PublishOptions,
): Promise<PublishOutcome> {
  try {
    const published = (await publish(environment, options)) ?? { environment, problems: [] };
    const { pinnedTo, ...outcome }: Partial<Published> & PublishOutcome = published;
    for (const { subject, ...problem } of outcome.problems) {
      logError(`${environment} is published with a broken ${subject}`, problemText(problem));
    }
    return pinnedTo === undefined ? outcome : { ...outcome, pinned_to: pinnedTo };
  } catch (error) {
    logError(`publishing ${environment} failed`, error);
    const withheld = error instanceof WithheldError ? { withheld: error.message } : {};
    return { environment, problems: [], ...withheld };
  }
}
