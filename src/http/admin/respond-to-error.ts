import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type ErrorBody, errorBody } from '../../contract/error.ts';
import { explainDatabaseError } from '../../control/database-error.ts';
import { ControlError, type ControlErrorCode } from '../../control/errors.ts';
import type { AdminCapabilities, AdminEnv } from './admin-env.ts';
import { HttpRefusal } from './http-refusal.ts';

const statuses: Readonly<Record<ControlErrorCode, ContentfulStatusCode>> = {
  forbidden: 403,
  not_found: 404,
  already_exists: 409,
  protected: 409,
  key_ended: 409,
  plan_changed: 409,
  schedule_finished: 409,
  precondition_failed: 412,
  repair_refused: 412,
  database_is_newer: 412,
  invalid_input: 422,
  repair_running: 423,
  plan_required: 428,
  precondition_required: 428,
  rolled_back: 500,
  not_configured: 503,
  database_unavailable: 503,
  database_read_only: 503,
  schema_damaged: 503,
  publish_failed: 503,
};

/** How HTTP says what a verb asks for. */
const hints: Partial<Record<ControlErrorCode, string>> = {
  precondition_required: ' Send it as If-Match, in quotes.',
};

export const respondToError =
  ({ logError }: Pick<AdminCapabilities, 'logError'>) =>
  (error: Error, c: Context<AdminEnv>): Response => {
    const answer = answerError(error, { requestId: c.var.requestId, logError });
    return c.json(answer.body, answer.status, answer.headers);
  };

interface Failed extends Pick<AdminCapabilities, 'logError'> {
  readonly requestId: string;
}

interface Answer {
  readonly status: ContentfulStatusCode;
  readonly body: ErrorBody;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The one place where errors become HTTP. What is unknown leaves as an opaque message. */
export function answerError(error: unknown, { requestId, logError }: Failed): Answer {
  const refusal = toRefusal(error);
  if (!refusal) logError(`request ${requestId} failed`, error);
  const known = refusal ?? explainDatabaseError(error);
  if (known instanceof HttpRefusal) {
    const { status, code, message, headers } = known;
    return { status, body: errorBody({ code, message, requestId }), headers };
  }
  if (known) {
    const { code, problems } = known;
    const message = known.message + (hints[code] ?? '');
    return { status: statuses[code], body: errorBody({ code, message, requestId, problems }) };
  }
  const message = `Something went wrong on our side. The logs name it by ${requestId}.`;
  return { status: 500, body: errorBody({ code: 'internal_error', message, requestId }) };
}

/** Hono refuses a body that is no JSON by itself. */
function toRefusal(error: unknown): HttpRefusal | ControlError | undefined {
  if (error instanceof HTTPException) {
    return new HttpRefusal(400, 'bad_request', error.message);
  }
  return error instanceof HttpRefusal || error instanceof ControlError ? error : undefined;
}
