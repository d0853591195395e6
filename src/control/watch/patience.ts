import { backupPolicy, watchPolicy } from '../../resource-policy.ts';
import type { Patience } from '../../watchman/problem.ts';

/** What one look is enough for: it says so itself, whatever the weather. */
export const atOnce: Patience = { toOpen: 0, toClose: 0 };

/** What fails for a moment now and then. */
export const twoLooks: Patience = { toOpen: watchPolicy.twoLooksMilliseconds, toClose: 0 };

export const threeLooks: Patience = { toOpen: watchPolicy.threeLooksMilliseconds, toClose: 0 };

/** What is as it should be, in the eyes of the code that is about to be deployed. */
export const duringDeployment: Patience = {
  toOpen: watchPolicy.deploymentMilliseconds,
  toClose: 0,
};

/** What has to come to be in a bucket that is new. */
export const firstBackup: Patience = { toOpen: backupPolicy.oldMilliseconds, toClose: 0 };

/** What comes and goes with the load. */
export const untilCalm = ({ toOpen }: Patience): Patience => ({
  toOpen,
  toClose: watchPolicy.calmMilliseconds,
});
