import type { StoredSnapshot } from '../snapshot/inspect-stored.ts';
import type { EnvironmentState } from './environments/list-environment-states.ts';

/** Environments of which a newer version was committed than anything that is known to be published. */
export const listWaiting = (
  environments: readonly Pick<EnvironmentState, 'key' | 'version'>[],
  published: readonly StoredSnapshot[],
): readonly string[] =>
  environments
    .filter(({ key, version }) =>
      published.every((each) => each.environment !== key || each.version < version),
    )
    .map(({ key }) => key);
