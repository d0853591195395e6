import { errorBody } from '../../contract/error.ts';
import { publicHeaders } from './answer-headers.ts';

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly requestId?: string;
}

/** The data plane's error envelope, readable by every page. */
export function errorResponse({
  status,
  code,
  message,
  requestId = crypto.randomUUID(),
}: Refusal): Response {
  const headers = new Headers({ ...publicHeaders, 'x-request-id': requestId });
  if (status === 401) headers.set('WWW-Authenticate', 'Bearer');
  return new Response(JSON.stringify(errorBody({ code, message, requestId })), { status, headers });
}

/** The same for every key that is not accepted, so that nobody learns which keys exist. */
export const unauthorised = (): Response =>
  errorResponse({
    status: 401,
    code: 'invalid_key',
    message:
      'Send a client or server key of the environment: "Authorization: Bearer bgc_…" or "X-API-Key: bgs_…".',
  });

export const flagNotFound = (flagKey: string): Response =>
  errorResponse({
    status: 404,
    code: 'flag_not_found',
    message: `There is no flag ${JSON.stringify(flagKey.slice(0, 200))} that this key may see. Add ?default=<JSON> to be answered a default instead.`,
  });

export const methodNotAllowed = (): Response => {
  const message = 'Flags are read with GET or HEAD.';
  const response = errorResponse({ status: 405, code: 'method_not_allowed', message });
  response.headers.set('Allow', 'GET, HEAD, OPTIONS');
  return response;
};

export const routeNotFound = (): Response =>
  errorResponse({
    status: 404,
    code: 'not_found',
    message: 'There is nothing at this address. Flags are at /features/<key>.',
  });
