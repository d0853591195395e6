import { exitCodes } from '../exit-codes.ts';
import { type Failure, FailureError } from '../failure.ts';
import type { TroubleCode } from '../wrangler-complaint.ts';

/** Stable, as `--json` has them. */
export type DeployFailureCode =
  | 'bad_configuration'
  | 'wrangler_failed'
  | TroubleCode
  | 'deployment_running'
  | 'lock_lost'
  | 'traffic_changed'
  | 'unfinished_deployment'
  | 'not_deployable'
  | 'needs_all_at_once'
  | 'breaks_running_version'
  | 'schema_not_sound'
  | 'worker_unreachable'
  | 'version_not_reached'
  | 'not_ready'
  | 'evaluation_failed'
  | 'evaluates_differently'
  | 'interrupted';

/** Throws what the report of a deployment says of it. */
export function deployFailure(
  code: DeployFailureCode,
  message: string,
  { wayOut = tryAgain, ...more }: Partial<Pick<Failure, 'wayOut' | 'findings'>> = {},
): FailureError {
  return new FailureError({ code, exitCode: exitCodes.unsound, message, wayOut, ...more });
}

const tryAgain = 'Put that right, then deploy again.';
