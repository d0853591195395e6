import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type ErrorBody, errorBody } from '../../contract/errors/error.ts';
import { errorCodes } from '../../contract/errors/error-codes.ts';
import { explainDatabaseError } from '../../control/database-error.ts';
import { ControlError, type ControlErrorCode } from '../../control/errors.ts';
import type { AdminCapabilities, AdminEnv } from './admin-env.ts';
import { HttpRefusal } from './http-refusal.ts';

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
    return {
      status: errorCodes[code].status,
      body: errorBody({ code, message, requestId, problems }),
    };
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
