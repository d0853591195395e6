import { errorBody } from '../../contract/errors/error.ts';
import { publicHeaders } from './answer-headers.ts';
import type { Refusal } from './endpoint.ts';

/** The data plane's error envelope, readable by every page. */
export function errorResponse(refusal: Refusal): Response {
  const { status, code, message, requestId = crypto.randomUUID() } = refusal;
  const headers = { ...publicHeaders, 'x-request-id': requestId, ...refusal.headers };
  return new Response(JSON.stringify(errorBody({ code, message, requestId })), { status, headers });
}

export const flagNotFound = (flagKey: string): Response =>
  errorResponse({
    status: 404,
    code: 'flag_not_found',
    message: `There is no flag ${JSON.stringify(flagKey.slice(0, 200))} that this key may see. Add ?default=<JSON> to be answered a default instead.`,
  });

export const methodNotAllowed = (allowed: string) => (): Response =>
  errorResponse({
    status: 405,
    code: 'method_not_allowed',
    message: `This address is asked with ${allowed}.`,
    headers: { Allow: allowed },
  });

export const routeNotFound = (): Response =>
  errorResponse({
    status: 404,
    code: 'not_found',
    message:
      'There is nothing at this address. Flags are at /features/<key> and /ofrep/v1/evaluate/flags.',
  });
