import { type Context, Hono } from 'hono';
import type { HubClient } from '../../hub/hub-client.ts';
import { streamPolicy } from '../../resource-policy.ts';
import type { SnapshotLoader } from '../../snapshot/load.ts';
import { type Access, AccessControl } from './access.ts';
import { type Answer, answerFeature, answerFeatures } from './answer.ts';
import { preflightHeaders } from './answer-headers.ts';
import { BadRequest } from './bad-request.ts';
import { readCredential } from './credential.ts';
import { errorResponse, methodNotAllowed, routeNotFound, unauthorised } from './error-response.ts';
import { findHotAnswer } from './hot-route.ts';
import { openStream } from './stream/stream-route.ts';

/** What the data plane is made of; see `data-plane.ts`. */
export interface EvaluationCapabilities {
  readonly snapshots: SnapshotLoader;
  /** Without it there are no live streams. */
  readonly hub?: Pick<HubClient, 'openStream'> | undefined;
  readonly now: () => number;
  readonly codeVersion: string;
  readonly logError: (message: string, error: unknown) => void;
}

const { keepaliveMilliseconds } = streamPolicy;

const preflight = (): Response => new Response(null, { status: 204, headers: preflightHeaders });

/** The data plane over HTTP. Never rejects. */
export interface EvaluationApp {
  readonly fetch: (request: Request, ctx: ExecutionContext) => Response | Promise<Response>;
}

/**
 * No middleware and no waiting on the warm path: each handler makes its response itself, as three
 * ordinary middlewares would cost more than all the rest.
 */
export function createEvaluationApp(capabilities: EvaluationCapabilities): EvaluationApp {
  const { snapshots, hub, now, codeVersion, logError } = capabilities;
  const access = new AccessControl(snapshots);

  /** At once when the key is known and its snapshot is held. */
  const withAccess = (answer: Answer, request: Request, url: string, ctx: ExecutionContext) => {
    const { headers } = request;
    const respond = (checked: Access): Response => {
      if (checked === 'refused') return unauthorised();
      if (checked !== 'unavailable') {
        const refresh = snapshots.refreshIfDue(checked.held.snapshot.environment);
        if (refresh) ctx.waitUntil(refresh);
      }
      return answer(checked, { url, headers, now: now() });
    };
    const checked = access.check(readCredential(headers));
    return checked instanceof Promise ? checked.then(respond) : respond(checked);
  };

  const explainFailure = (error: unknown): Response => {
    if (error instanceof BadRequest)
      return errorResponse({ status: 400, code: error.code, message: error.message });
    const requestId = crypto.randomUUID();
    logError(`request ${requestId} failed`, error);
    return errorResponse({ status: 500, code: 'internal_error', message: 'Try again.', requestId });
  };

  const routed = (c: Context, answer: Answer) =>
    withAccess(answer, c.req.raw, c.req.url, c.executionCtx as ExecutionContext);

  const router = new Hono({ strict: false })
    .get('/features', (c) => routed(c, answerFeatures))
    .get('/features/:key{[\\s\\S]+}', (c) => routed(c, answerFeature(c.req.param('key'))))
    .options('/features/*', preflight)
    .on(['POST', 'PUT', 'PATCH', 'DELETE'], '/features/*', methodNotAllowed)
    .get('/ofrep/v1/stream', (c) =>
      hub
        ? openStream(c.req.raw, { access, snapshots, hub, now, keepaliveMilliseconds, logError })
        : routeNotFound(),
    )
    .options('/ofrep/v1/stream', preflight)
    .on(['POST', 'PUT', 'PATCH', 'DELETE'], '/ofrep/v1/stream', methodNotAllowed)
    .get('/health', (c) => c.json({ status: 'ok', version: codeVersion }))
    .notFound(routeNotFound)
    .onError(explainFailure);

  return {
    fetch(request, ctx) {
      const { url } = request;
      const answer = request.method === 'GET' ? findHotAnswer(url) : undefined;
      if (answer === undefined) return router.fetch(request, undefined, ctx);
      try {
        const response = withAccess(answer, request, url, ctx);
        return response instanceof Promise ? response.catch(explainFailure) : response;
      } catch (error) {
        return explainFailure(error);
      }
    },
  };
}
