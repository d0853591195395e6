import { evaluationBodyBytes, maxUrlCharacters } from '../../contract/fields/limits.ts';
import type { Refusal } from './endpoint.ts';

/** The same for every key that is not accepted, so that nobody learns which keys exist. */
export const invalidKey: Refusal = {
  status: 401,
  code: 'invalid_key',
  message:
    'Send a client or server key of the environment: "Authorization: Bearer bgc_…" or "X-API-Key: bgs_…".',
  headers: { 'WWW-Authenticate': 'Bearer' },
};

/** Why is told to whoever has the key already: it is the backend's developer who needs to know. */
export const invalidSignedContext = (reason: string): Refusal => ({
  status: 401,
  code: 'invalid_signed_context',
  message: `The signed context that was sent as bearer is refused: it ${reason}.`,
  headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
});

export const signedContextRequired: Refusal = {
  status: 401,
  code: 'signed_context_required',
  message:
    'This environment answers a client key only with a context that a backend has signed: send "Authorization: Bearer <JWT>" beside "X-API-Key: bgc_…".',
  headers: { 'WWW-Authenticate': 'Bearer' },
};

export const urlTooLong: Refusal = {
  status: 414,
  code: 'url_too_long',
  message: `An address has at most ${maxUrlCharacters} characters. Attributes may be sent as a body to /ofrep/v1/evaluate/flags.`,
};

export const bodyTooLarge: Refusal = {
  status: 413,
  code: 'body_too_large',
  message: `A body has at most ${evaluationBodyBytes} bytes.`,
};

export const bodyBrokenOff: Refusal = {
  status: 400,
  code: 'invalid_body',
  message: 'The body broke off.',
};

/** Whole seconds, since clients read a date as a number. */
export const tooManyRequests = (retryAfterSeconds: number): Refusal => ({
  status: 429,
  code: 'rate_limited',
  message: 'This key asks too often. Ask again after as many seconds as Retry-After says.',
  headers: { 'Retry-After': String(retryAfterSeconds) },
});

export const internalError: Refusal = {
  status: 500,
  code: 'internal_error',
  message: 'Try again.',
};
