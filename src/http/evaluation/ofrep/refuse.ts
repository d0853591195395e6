import { publicHeaders } from '../answer-headers.ts';
import type { Refusal } from '../endpoint.ts';

/** Refusals in OFREP's words; without a key, of all flags. Clients understand no 400 or 500 without. */
export const refuseInOfrep =
  (key?: string) =>
  (refusal: Refusal): Response => {
    const { status, code, message, requestId = crypto.randomUUID() } = refusal;
    const body = { key, errorCode: errorCodes.get(code) ?? 'GENERAL', errorDetails: message };
    const headers = { ...publicHeaders, 'x-request-id': requestId, ...refusal.headers };
    return new Response(JSON.stringify(body), { status, headers });
  };

const errorCodes: ReadonlyMap<string, string> = new Map([
  ['invalid_body', 'PARSE_ERROR'],
  ['invalid_context', 'INVALID_CONTEXT'],
  ['flag_not_found', 'FLAG_NOT_FOUND'],
]);
