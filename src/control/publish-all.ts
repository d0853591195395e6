import { isProduction } from '../contract/environments/is-production.ts';
import type { PublishOutcome } from '../contract/environments/published.ts';
import { problemText } from '../contract/errors/problem.ts';
import type { Published, PublishOptions } from '../snapshot/publish/publish.ts';
import { WithheldError } from '../snapshot/publish/withheld-error.ts';

export interface PublishCapabilities {
  /** Rejects when the database or the store cannot be reached. */
  readonly publish: (
    environment: string,
    options?: PublishOptions,
  ) => Promise<Published | undefined>;
  readonly logError: (message: string, error: unknown) => void;
}

/**
 * Publishes in two stages, production last, so that whatever would harm it shows elsewhere first. Where
 * an environment of the first stage is withheld as unsound, the second is left out, unless a person
 * forces it; one that merely fails because something is out of reach stops nothing.
 */
export async function publishAll(
  capabilities: PublishCapabilities,
  environments: readonly string[],
  options?: PublishOptions,
): Promise<PublishOutcome[]> {
  const attempt = (stage: readonly string[]) =>
    Promise.all(stage.map((environment) => publishOne(capabilities, environment, options)));
  const first = await attempt(environments.filter((environment) => !isProduction(environment)));
  const last = environments.filter(isProduction);
  const obstacle = options?.force ? undefined : first.find(({ isUnsound }) => isUnsound);
  const second = obstacle
    ? last.map((environment) => leaveOut(capabilities, environment, obstacle.outcome))
    : await attempt(last);
  return [...first, ...second].map(({ outcome }) => outcome);
}

interface Attempt {
  readonly outcome: PublishOutcome;
  readonly isUnsound?: boolean;
}

async function publishOne(
  { publish, logError }: PublishCapabilities,
  environment: string,
  options?: PublishOptions,
): Promise<Attempt> {
  try {
    const published = (await publish(environment, options)) ?? { environment, problems: [] };
    const { pinnedTo, ...outcome }: Partial<Published> & PublishOutcome = published;
    for (const { subject, ...problem } of outcome.problems) {
      logError(`${environment} is published with a broken ${subject}`, problemText(problem));
    }
    return { outcome: pinnedTo === undefined ? outcome : { ...outcome, pinned_to: pinnedTo } };
  } catch (error) {
    logError(`publishing ${environment} failed`, error);
    const outcome = { environment, problems: [] };
    if (!(error instanceof WithheldError)) return { outcome };
    return { outcome: { ...outcome, withheld: error.message }, isUnsound: !error.isSound };
  }
}

function leaveOut(
  { logError }: PublishCapabilities,
  environment: string,
  obstacle: PublishOutcome,
): Attempt {
  const error = notReached(environment, obstacle.environment);
  logError(`publishing ${environment} failed`, error);
  return { outcome: { environment, problems: [], withheld: error.message } };
}

/** Of an environment whose turn did not come, as one before it was withheld. */
export const notReached = (environment: string, obstacle: string) =>
  new WithheldError(environment, {
    reason: `${obstacle} goes first, and was withheld`,
    wayOut: 'Mend that one. To publish all the same: POST /admin/warm?force=true',
    isSound: true,
  });
