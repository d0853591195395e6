import { type Context, Hono } from 'hono';
import type { SnapshotLoader } from '../../snapshot/load.ts';
import { type Access, AccessControl } from './access.ts';
import { answerFeature, answerFeatures } from './answer.ts';
import { preflightHeaders } from './answer-headers.ts';
import { BadRequest } from './bad-request.ts';
import { readCredential } from './credential.ts';
import { errorResponse, methodNotAllowed, routeNotFound, unauthorised } from './error-response.ts';

/** What the data plane is made of; see `data-plane.ts`. */
export interface EvaluationCapabilities {
  readonly snapshots: SnapshotLoader;
  readonly now: () => number;
  readonly codeVersion: string;
  readonly logError: (message: string, error: unknown) => void;
}

type Answer = (access: Exclude<Access, 'refused'>, request: Request, now: number) => Response;

/**
 * The data plane over HTTP. No middleware and no waiting on the warm path: each handler makes its
 * response itself, as three ordinary middlewares would cost more than all the rest.
 */
export function createEvaluationApp(capabilities: EvaluationCapabilities): Hono {
  const { snapshots, now, codeVersion, logError } = capabilities;
  const access = new AccessControl(snapshots);

  /** At once when the key is known and its snapshot is held. */
  const withAccess = (c: Context, answer: Answer): Response | Promise<Response> => {
    const checked = access.check(readCredential(c.req.raw.headers));
    if (checked instanceof Promise) return checked.then((late) => respond(c, late, answer));
    return respond(c, checked, answer);
  };

  const respond = (c: Context, checked: Access, answer: Answer): Response => {
    if (checked === 'refused') return unauthorised();
    if (checked !== 'unavailable') {
      const refresh = snapshots.refreshIfDue(checked.held.snapshot.environment);
      if (refresh) c.executionCtx.waitUntil(refresh);
    }
    return answer(checked, c.req.raw, now());
  };

  return new Hono({ strict: false })
    .get('/features', (c) => withAccess(c, answerFeatures))
    .get('/features/:key{[\\s\\S]+}', (c) =>
      withAccess(c, (granted, request, at) =>
        answerFeature(c.req.param('key'), granted, request, at),
      ),
    )
    .options('/features/*', () => new Response(null, { status: 204, headers: preflightHeaders }))
    .on(['POST', 'PUT', 'PATCH', 'DELETE'], '/features/*', methodNotAllowed)
    .get('/health', (c) => c.json({ status: 'ok', version: codeVersion }))
    .notFound(routeNotFound)
    .onError((error) => {
      const { message } = error;
      if (error instanceof BadRequest)
        return errorResponse({ status: 400, code: error.code, message });
      const requestId = crypto.randomUUID();
      logError(`request ${requestId} failed`, error);
      return errorResponse({
        status: 500,
        code: 'internal_error',
        message: 'Try again.',
        requestId,
      });
    });
}
