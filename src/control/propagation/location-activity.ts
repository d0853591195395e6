import { propagationPolicy } from '../../resource-policy.ts';
import type { EdgeReport } from '../../usage/edge-report.ts';

/** A location that answers for an environment; in milliseconds since the epoch. */
export interface LocationActivity {
  readonly environment: string;
  readonly location: string;
  /** When it was last heard of after a silence, as far as these reports tell. */
  readonly since: number;
  readonly until: number;
}

const silenceMilliseconds = propagationPolicy.activeMinutes * 60_000;

/** What several reports tell of who is in use, each location of an environment once. */
export function listActivity(reports: readonly EdgeReport[]): readonly LocationActivity[] {
  const heard = reports.flatMap(({ answers, firsts, location, madeAt }) =>
    [...new Set([...answers, ...firsts].map(([environment]) => environment))].map(
      (environment) => ({ environment, location, madeAt }),
    ),
  );
  const byLocation = Map.groupBy(heard, ({ environment, location }) =>
    JSON.stringify([environment, location]),
  );
  return [...byLocation.values()].flatMap((all) => {
    const [first] = all;
    if (!first) return [];
    const instants = all.map(({ madeAt }) => madeAt).sort((one, other) => other - one);
    const { environment, location } = first;
    return { environment, location, ...lastRun(instants) };
  });
}

/** Of instants, the latest first: those before the first silence. */
function lastRun(instants: readonly number[]): Pick<LocationActivity, 'since' | 'until'> {
  const until = instants[0] ?? 0;
  let since = until;
  for (const at of instants) {
    if (since - at > silenceMilliseconds) break;
    since = at;
  }
  return { since, until };
}
