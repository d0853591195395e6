import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ErrorBody } from '../../contract/error.ts';
import { explainDatabaseError } from '../../control/database-error.ts';
import { ControlError, type ControlErrorCode } from '../../control/errors.ts';
import type { AdminCapabilities, AdminEnv } from './admin-env.ts';

const statuses: Readonly<Record<ControlErrorCode, ContentfulStatusCode>> = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  already_exists: 409,
  precondition_failed: 412,
  invalid_input: 422,
  precondition_required: 428,
  database_unavailable: 503,
  schema_damaged: 503,
  publish_failed: 503,
};

/** The one place where errors become HTTP. What is unknown leaves as an opaque message. */
export const respondToError =
  ({ logError }: Pick<AdminCapabilities, 'logError'>) =>
  (error: Error, c: Context<AdminEnv>): Response => {
    const requestId = c.var.requestId;
    if (error instanceof HTTPException) {
      const code = error.status === 413 ? 'body_too_large' : 'bad_request';
      return c.json(body(code, error.message, requestId), error.status);
    }
    const known = error instanceof ControlError ? error : explainDatabaseError(error);
    if (known !== error) logError(`request ${requestId} failed`, error);
    if (!known) {
      const message = `Something went wrong on our side. The logs name it by ${requestId}.`;
      return c.json(body('internal_error', message, requestId), 500);
    }
    const { code, message, problems } = known;
    return c.json(body(code, message, requestId, problems), statuses[code]);
  };

const body = (
  code: string,
  message: string,
  requestId: string,
  problems: ControlError['problems'] = [],
): ErrorBody => ({
  error: { code, message, request_id: requestId, ...(problems.length > 0 ? { problems } : {}) },
});
