import { type Context, Hono } from 'hono';
import { evaluationBodyBytes, maxUrlCharacters } from '../../contract/limits.ts';
import type { SnapshotLoader } from '../../snapshot/load.ts';
import { type Access, AccessControl } from './access.ts';
import { preflight } from './answer-headers.ts';
import { BadRequest } from './bad-request.ts';
import { readCredential } from './credential.ts';
import type { Endpoint } from './endpoint.ts';
import { errorResponse, methodNotAllowed, routeNotFound } from './error-response.ts';
import { featureEndpoint, featuresEndpoint } from './features.ts';
import { findHotEndpoint } from './hot-route.ts';
import { type CountHundred, KeyRates } from './key-rates.ts';
import { findOfrepEndpoint } from './ofrep/route.ts';
import { readText } from './read-text.ts';
import {
  bodyTooLarge,
  internalError,
  invalidKey,
  tooManyRequests,
  urlTooLong,
} from './refusals.ts';

/** What the data plane is made of; see `data-plane.ts`. */
export interface EvaluationCapabilities {
  readonly snapshots: SnapshotLoader;
  readonly countHundred?: CountHundred | undefined;
  readonly now: () => number;
  readonly codeVersion: string;
  readonly logError: (message: string, error: unknown) => void;
}

/** The data plane over HTTP. Never rejects. */
export interface EvaluationApp {
  readonly fetch: (request: Request, ctx: ExecutionContext) => Response | Promise<Response>;
}

/**
 * No middleware and no waiting on the warm path: each endpoint makes its response itself, as three
 * ordinary middlewares would cost more than all the rest.
 */
export function createEvaluationApp(capabilities: EvaluationCapabilities): EvaluationApp {
  const { snapshots, countHundred, now, codeVersion, logError } = capabilities;
  const access = new AccessControl(snapshots);
  const rates = new KeyRates({ countHundred, logError });

  /** At once when the key is known and its snapshot is held. */
  const respond = (
    { answer, refuse }: Endpoint,
    { url, headers }: Request,
    ctx: ExecutionContext,
    body: string | undefined,
  ): Response | Promise<Response> => {
    const proceed = (checked: Access): Response => {
      if (checked === 'refused') return refuse(invalidKey);
      const instant = now();
      if (checked.held) {
        const refresh = snapshots.refreshIfDue(checked.held.snapshot.environment);
        if (refresh) ctx.waitUntil(refresh);
        const waitSeconds = rates.count(checked.key.hash, instant, ctx);
        if (waitSeconds > 0) return refuse(tooManyRequests(waitSeconds));
      }
      if (body === undefined) return refuse(bodyTooLarge);
      return answer(checked, { url, headers, body, now: instant, codeVersion });
    };
    const checked = access.check(readCredential(headers));
    return checked instanceof Promise ? checked.then(proceed) : proceed(checked);
  };

  const explainFailure =
    ({ refuse }: Pick<Endpoint, 'refuse'>) =>
    (error: unknown): Response => {
      if (error instanceof BadRequest)
        return refuse({ status: 400, code: error.code, message: error.message });
      const requestId = crypto.randomUUID();
      logError(`request ${requestId} failed`, error);
      return refuse({ ...internalError, requestId });
    };

  const serve = (endpoint: Endpoint, request: Request, ctx: ExecutionContext) => {
    try {
      const response = endpoint.readsBody
        ? readText(request, evaluationBodyBytes).then((body) =>
            respond(endpoint, request, ctx, body),
          )
        : respond(endpoint, request, ctx, '');
      return response instanceof Promise ? response.catch(explainFailure(endpoint)) : response;
    } catch (error) {
      return explainFailure(endpoint)(error);
    }
  };

  const routed = (c: Context, endpoint: Endpoint) =>
    serve(endpoint, c.req.raw, c.executionCtx as ExecutionContext);

  const router = new Hono({ strict: false })
    .get('/features', (c) => routed(c, featuresEndpoint))
    .get('/features/:key{[\\s\\S]+}', (c) => routed(c, featureEndpoint(c.req.param('key'))))
    .options('/features/*', preflight('GET, HEAD, OPTIONS'))
    .all('/features/*', methodNotAllowed('GET, HEAD, OPTIONS'))
    .options('/ofrep/v1/evaluate/flags/*', preflight('POST, OPTIONS'))
    .all('/ofrep/v1/evaluate/flags/*', methodNotAllowed('POST, OPTIONS'))
    .get('/health', (c) => c.json({ status: 'ok', version: codeVersion }))
    .notFound(routeNotFound)
    .onError(explainFailure({ refuse: errorResponse }));

  return {
    fetch(request, ctx) {
      const { method, url } = request;
      if (url.length > maxUrlCharacters) return errorResponse(urlTooLong);
      const endpoint = findEndpoint(method, url);
      return endpoint ? serve(endpoint, request, ctx) : router.fetch(request, undefined, ctx);
    },
  };
}

/** What is asked most is found without the router. */
function findEndpoint(method: string, url: string): Endpoint | undefined {
  if (method === 'GET') return findHotEndpoint(url);
  return method === 'POST' ? findOfrepEndpoint(url) : undefined;
}
