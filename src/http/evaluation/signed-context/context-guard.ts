import type { Context } from '../../../engine/context.ts';
import type { Granted, Unavailable } from '../access.ts';
import type { Asked } from '../asked.ts';
import type { Credential } from '../credential.ts';
import type { Endpoint } from '../endpoint.ts';
import { invalidSignedContext, signedContextRequired } from '../refusals.ts';
import { readUnverified, SignedContexts } from './signed-contexts.ts';
import type { Verdict } from './verify-context.ts';

/** Who is to answer, and what was sent to be let in by. */
export interface Answering {
  readonly endpoint: Endpoint;
  readonly credential: Credential;
}

type Access = Granted | Unavailable;

interface SignedQuestion {
  readonly endpoint: Endpoint;
  readonly access: Access;
  readonly asked: Asked;
}
type Answered = Response | Promise<Response>;

/**
 * Has an endpoint answer with the context that a backend has signed, where one was sent. What cannot be
 * verified is refused, and so is a client key without signed context in an environment that requires one.
 * Whoever sends none, as most do, is answered at once.
 */
export class ContextGuard {
  readonly #signed = new SignedContexts();

  answer({ endpoint, credential }: Answering, access: Access, asked: Asked): Answered {
    if (typeof credential === 'object') {
      return this.#answerSigned({ endpoint, access, asked }, credential.token);
    }
    const isRefused = access.held?.requiresSignedContext && access.key.kind === 'client';
    return isRefused ? endpoint.refuse(signedContextRequired) : endpoint.answer(access, asked);
  }

  #answerSigned({ endpoint, access, asked }: SignedQuestion, token: string): Answered {
    const answerWith = (signed: Context | undefined) =>
      endpoint.answer(access, signed ? { ...asked, signed } : asked);
    if (!access.held) return readUnverified(token).then(answerWith);
    const judge = (verdict: Verdict): Answered =>
      typeof verdict === 'string'
        ? endpoint.refuse(invalidSignedContext(verdict))
        : answerWith(verdict.context);
    const checked = this.#signed.check(token, { held: access.held, now: asked.now });
    return checked instanceof Promise ? checked.then(judge) : judge(checked);
  }
}
