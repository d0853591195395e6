import { type Problem, problemText } from '../contract/errors/problem.ts';

/** Everything a verb can refuse for. Knows no HTTP; `http/admin` maps it at the edge. */
export type ControlErrorCode =
  | 'forbidden'
  | 'not_found'
  | 'already_exists'
  | 'protected'
  | 'key_ended'
  | 'invalid_input'
  | 'precondition_required'
  | 'precondition_failed'
  | 'not_configured'
  | 'database_unavailable'
  | 'database_read_only'
  | 'schema_damaged'
  | 'publish_failed'
  | 'repair_running'
  | 'repair_refused'
  | 'plan_changed'
  | 'plan_required'
  | 'database_is_newer'
  | 'rolled_back'
  | 'schedule_finished';

/** A refusal. Its message says what to do about it; `problems` name the values that were refused. */
export class ControlError extends Error {
  readonly code: ControlErrorCode;
  readonly problems: readonly Problem[];

  constructor(code: ControlErrorCode, message: string, problems: readonly Problem[] = []) {
    super(message);
    this.name = 'ControlError';
    this.code = code;
    this.problems = problems;
  }
}

/** `what` as a person reads it: `flag "checkout"`. */
export const notFound = (what: string) => new ControlError('not_found', `There is no ${what}.`);

/** `what` with its article: `a flag "checkout"`. */
export const alreadyExists = (what: string) =>
  new ControlError('already_exists', `There is already ${what}.`);

export const permanentFlag = (key: string) =>
  new ControlError(
    'protected',
    `Flag "${key}" is permanent, so that nobody takes it away by mistake. Change permanent to false first.`,
  );

export const onlyAdmin = () =>
  new ControlError(
    'protected',
    'This is the only admin, and without one nobody could let others in. Make another member an admin first.',
  );

export const notBySecret = () =>
  new ControlError('forbidden', 'This is done with ADMIN_SECRET and nothing else.');

export const invalidInput = (problems: readonly Problem[]) =>
  new ControlError('invalid_input', problems.map(problemText).join('; '), problems);

interface Unpublished {
  readonly environment: string;
  /** Why it was held back on purpose. */
  readonly withheld?: string;
}

export const publishFailed = (environments: readonly Unpublished[]) =>
  new ControlError('publish_failed', environments.map(explainUnpublished).join(' '));

const explainUnpublished = ({ environment, withheld }: Unpublished) =>
  withheld ??
  `The snapshot of ${environment} could not be published; what was published before goes on being served. Try again.`;
