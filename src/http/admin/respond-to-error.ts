import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { errorBody } from '../../contract/error.ts';
import { explainDatabaseError } from '../../control/database-error.ts';
import { ControlError, type ControlErrorCode } from '../../control/errors.ts';
import type { AdminCapabilities, AdminEnv } from './admin-env.ts';
import { HttpRefusal } from './http-refusal.ts';

const statuses: Readonly<Record<ControlErrorCode, ContentfulStatusCode>> = {
  forbidden: 403,
  not_found: 404,
  already_exists: 409,
  protected: 409,
  precondition_failed: 412,
  invalid_input: 422,
  precondition_required: 428,
  database_unavailable: 503,
  schema_damaged: 503,
  publish_failed: 503,
  repair_running: 423,
  repair_refused: 412,
  plan_changed: 409,
  database_is_newer: 412,
  rolled_back: 500,
};

/** The one place where errors become HTTP. What is unknown leaves as an opaque message. */
export const respondToError =
  ({ logError }: Pick<AdminCapabilities, 'logError'>) =>
  (error: Error, c: Context<AdminEnv>): Response => {
    const { requestId } = c.var;
    const refusal = toRefusal(error);
    if (!refusal) logError(`request ${requestId} failed`, error);
    const known = refusal ?? explainDatabaseError(error);
    if (known instanceof HttpRefusal) {
      return c.json(errorBody({ ...known, message: known.message, requestId }), known.status);
    }
    if (known) {
      const { code, problems } = known;
      const message = known.message + (hints[code] ?? '');
      return c.json(errorBody({ code, message, requestId, problems }), statuses[code]);
    }
    const message = `Something went wrong on our side. The logs name it by ${requestId}.`;
    return c.json(errorBody({ code: 'internal_error', message, requestId }), 500);
  };

/** How HTTP says what a verb asks for. */
const hints: Partial<Record<ControlErrorCode, string>> = {
  precondition_required: ' Send it as If-Match, in quotes.',
};

/** Hono refuses a body that is no JSON by itself. */
function toRefusal(error: Error): HttpRefusal | ControlError | undefined {
  if (error instanceof HTTPException) {
    return new HttpRefusal(400, 'bad_request', error.message);
  }
  return error instanceof HttpRefusal || error instanceof ControlError ? error : undefined;
}
