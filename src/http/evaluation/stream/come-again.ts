import { streamPolicy } from '../../../resource-policy.ts';
import { publicHeaders } from '../answer-headers.ts';
import type { Refusal } from '../endpoint.ts';
import { errorResponse } from '../error-response.ts';
import { between } from './between.ts';
import { commentText, retryText } from './server-sent.ts';

export interface Later extends Pick<Refusal, 'status' | 'code' | 'message'> {
  /** Some seconds at random when absent. */
  readonly afterSeconds?: number;
}

/**
 * Sends a client away for a while, each for another, so that those who were sent away together do not
 * come back together. An `EventSource` gives up on any status but 200, and what drives it then asks again
 * each second; so whoever asks for `text/event-stream` is given one that ends at once and says no more
 * than when to come back, which every `EventSource` does by itself. All others are refused.
 */
export function comeAgain(asking: Headers, later: Later): Response {
  const { status, code, message, afterSeconds = between(streamPolicy.retryAfterSeconds) } = later;
  if (asking.get('Accept')?.includes(eventStream)) {
    const headers = { ...publicHeaders, 'Content-Type': eventStream };
    return new Response(commentText(message) + retryText(afterSeconds * 1_000), { headers });
  }
  const headers = { 'Retry-After': String(afterSeconds) };
  return errorResponse({ status, code, message, headers });
}

const eventStream = 'text/event-stream';
