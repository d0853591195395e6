import { isProduction } from '../contract/environments/is-production.ts';
import type { Withheld } from '../contract/health/readiness.ts';
import { readinessPolicy } from '../resource-policy.ts';
import { patiently } from './patiently.ts';
import { notReached } from './publish-all.ts';

interface Publishing {
  /** Undefined where it would be published. May reject. */
  readonly explainWithheld: (environment: string) => Promise<string | undefined>;
}

/** Which of those that wait to be published would be withheld, and why. Never rejects. */
export async function findWithheld(
  { explainWithheld }: Publishing,
  waiting: readonly string[],
): Promise<readonly Withheld[]> {
  const explain = async (environment: string): Promise<Required<Withheld>[]> => {
    const reason = await patiently(
      explainWithheld(environment),
      readinessPolicy.patienceMilliseconds,
    );
    return reason === undefined ? [] : [{ environment, reason }];
  };
  const withheld = (await Promise.all(waiting.map(explain))).flat();
  const obstacle = withheld.find(({ environment }) => !isProduction(environment));
  if (!obstacle) return withheld;
  const isTold = (key: string) => withheld.some(({ environment }) => environment === key);
  const others = waiting.filter((key) => isProduction(key) && !isTold(key));
  return [
    ...withheld,
    ...others.map((environment) => ({
      environment,
      reason: notReached(environment, obstacle.environment).message,
    })),
  ];
}
