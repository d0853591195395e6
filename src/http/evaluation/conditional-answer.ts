import type { Context } from '../../engine/context.ts';
import type { Granted, Unavailable } from './access.ts';
import { answerEtag, matchesEtag, matchesScope } from './answer-etag.ts';
import { answerHeaders, unavailableHeaders } from './answer-headers.ts';
import type { Asked } from './asked.ts';

/** An answer of many flags, which a caller may have already. */
interface Conditional {
  readonly context: Context;
  readonly makeText: () => string | Promise<string>;
  /** Whether to answer in full whatever the caller has. */
  readonly isUnconditional?: boolean;
  /** Of time, beyond which the answer says something else; see `streamWindow`. */
  readonly window?: number | undefined;
}

/** 304 to a caller who has the answer, without evaluating anything. */
export function conditionalAnswer(
  access: Granted,
  asked: Asked,
  { context, makeText, isUnconditional = false, window }: Conditional,
): Response | Promise<Response> {
  const { now, codeVersion } = asked;
  const etag = answerEtag(access, context, { now, codeVersion, window });
  const isKnown = !isUnconditional && matchesEtag(asked.headers.get('If-None-Match'), etag);
  const respond = (text: string | null): Response => {
    const headers = answerHeaders(access, asked, isKnown ? 'notModified' : 'tagged');
    headers.set('ETag', etag);
    return new Response(text, { status: isKnown ? 304 : 200, headers });
  };
  asked.usage?.answered(access, now);
  const text = isKnown ? null : makeText();
  return text instanceof Promise ? text.then(respond) : respond(text);
}

/**
 * Without a snapshot there is nothing to compare with: a caller who has an answer to this very
 * question keeps it, as every other rung would have it; others are given the text.
 */
export function unavailableAnswer(
  whose: Unavailable,
  asked: Asked,
  { context, makeText }: Omit<Conditional, 'makeText'> & { readonly makeText: () => string },
): Response {
  const isKept = matchesScope(asked.headers.get('If-None-Match'), whose, context);
  if (!isKept) return new Response(makeText(), { headers: unavailableHeaders });
  return new Response(null, { status: 304, headers: unavailableHeaders });
}
