import { type Context, Hono } from 'hono';
import { evaluationBodyBytes, maxUrlCharacters } from '../../contract/limits.ts';
import type { HubClient } from '../../hub/hub-client.ts';
import { streamPolicy } from '../../resource-policy.ts';
import type { SnapshotLoader } from '../../snapshot/load.ts';
import { type Access, AccessControl } from './access.ts';
import { preflight } from './answer-headers.ts';
import { BadRequest } from './bad-request.ts';
import { catchUpAccess } from './catch-up-access.ts';
import { keyOf, readCredential } from './credential.ts';
import type { Endpoint } from './endpoint.ts';
import { errorResponse, methodNotAllowed, routeNotFound } from './error-response.ts';
import { featureEndpoint, featuresEndpoint } from './features.ts';
import { hasExpired } from './find-good-key.ts';
import { findHotEndpoint } from './hot-route.ts';
import { type CountHundred, KeyRates } from './key-rates.ts';
import { KeyUses, type NoteKeyUse } from './key-uses.ts';
import { findOfrepEndpoint } from './ofrep/route.ts';
import { readText } from './read-text.ts';
import {
  bodyBrokenOff,
  bodyTooLarge,
  internalError,
  invalidKey,
  tooManyRequests,
  urlTooLong,
} from './refusals.ts';
import { ContextGuard } from './signed-context/context-guard.ts';
import { openStream } from './stream/stream-route.ts';

/** What the data plane is made of; see `data-plane.ts`. */
export interface EvaluationCapabilities {
  readonly snapshots: SnapshotLoader;
  readonly countHundred?: CountHundred | undefined;
  /** Without it there are no live streams. */
  readonly hub?: Pick<HubClient, 'openStream'> | undefined;
  readonly noteKeyUse?: NoteKeyUse | undefined;
  readonly now: () => number;
  readonly codeVersion: string;
  readonly logError: (message: string, error: unknown) => void;
}

const { keepaliveMilliseconds } = streamPolicy;

/** The data plane over HTTP. Never rejects. */
export interface EvaluationApp {
  readonly fetch: (
    request: Request,
    ctx: ExecutionContext,
    /** Its address, for whoever knows it, as each look at it makes a text anew. */
    url?: string,
  ) => Response | Promise<Response>;
}

/** A request, each part of which is asked for once, as that takes longer than to evaluate a flag. */
interface Asking {
  readonly request: Request;
  readonly url: string;
  readonly headers: Headers;
  readonly ctx: ExecutionContext;
}

const askingOf = (request: Request, ctx: ExecutionContext, url: string): Asking => ({
  request,
  url,
  headers: request.headers,
  ctx,
});

/**
 * No middleware and no waiting on the warm path: each endpoint makes its response itself, as three
 * ordinary middlewares would cost more than all the rest.
 */
export function createEvaluationApp(capabilities: EvaluationCapabilities): EvaluationApp {
  const { snapshots, hub, countHundred, now, codeVersion, logError } = capabilities;
  const access = new AccessControl(snapshots, now);
  const rates = new KeyRates({ countHundred, logError });
  const uses = new KeyUses(capabilities);
  const guard = new ContextGuard();

  /** At once when the key is known and its snapshot is held. */
  const respond = (
    endpoint: Endpoint,
    { headers, url, ctx }: Asking,
    body: string | undefined,
  ): Response | Promise<Response> => {
    const { refuse, catchesUp } = endpoint;
    const credential = readCredential(headers);
    const proceed = (checked: Access): Response | Promise<Response> => {
      if (checked === 'refused') return refuse(invalidKey);
      const instant = now();
      if (checked.held) {
        const refresh = snapshots.refreshIfDue(checked.held.snapshot.environment);
        if (refresh) ctx.waitUntil(refresh);
        const waitSeconds = rates.count(checked.key.hash, instant, ctx);
        if (waitSeconds > 0) return refuse(tooManyRequests(waitSeconds));
        uses.note(checked, instant, ctx);
      }
      if (body === undefined) return refuse(bodyTooLarge);
      const asked = {
        url,
        headers,
        body,
        now: instant,
        codeVersion,
        hasStreams: hub !== undefined,
      };
      const newer = catchesUp && checked.held && catchUpAccess(checked, asked, snapshots);
      if (!newer) return guard.answer({ endpoint, access: checked, asked, credential });
      return newer.then((access) => {
        const isGood = access !== 'refused' && !(access.held && hasExpired(access.key, now));
        return isGood ? guard.answer({ endpoint, access, asked, credential }) : refuse(invalidKey);
      });
    };
    const checked = access.check(keyOf(credential));
    return checked instanceof Promise ? checked.then(proceed) : proceed(checked);
  };

  const explainFailure = (error: unknown, { refuse }: Pick<Endpoint, 'refuse'>): Response => {
    if (error instanceof BadRequest)
      return refuse({ status: 400, code: error.code, message: error.message });
    const requestId = crypto.randomUUID();
    logError(`request ${requestId} failed`, error);
    return refuse({ ...internalError, requestId });
  };

  const attempt = (endpoint: Endpoint, asking: Asking, body: string | undefined) => {
    try {
      const response = respond(endpoint, asking, body);
      if (!(response instanceof Promise)) return response;
      return response.catch((error) => explainFailure(error, endpoint));
    } catch (error) {
      return explainFailure(error, endpoint);
    }
  };

  const serve = (endpoint: Endpoint, asking: Asking) =>
    endpoint.readsBody
      ? readText(asking, evaluationBodyBytes).then(
          (body) => attempt(endpoint, asking, body),
          () => endpoint.refuse(bodyBrokenOff),
        )
      : attempt(endpoint, asking, '');

  const routed = ({ req, executionCtx }: Context, endpoint: Endpoint) =>
    serve(endpoint, askingOf(req.raw, executionCtx as ExecutionContext, req.url));

  const router = new Hono({ strict: false })
    .get('/features', (c) => routed(c, featuresEndpoint))
    .get('/features/:key{[\\s\\S]+}', (c) => routed(c, featureEndpoint(c.req.param('key'))))
    .options('/features/*', preflight('GET, HEAD, OPTIONS'))
    .all('/features/*', methodNotAllowed('GET, HEAD, OPTIONS'))
    .options('/ofrep/v1/evaluate/flags/*', preflight('POST, OPTIONS'))
    .all('/ofrep/v1/evaluate/flags/*', methodNotAllowed('POST, OPTIONS'))
    .get('/ofrep/v1/stream', (c) =>
      hub
        ? openStream(c.req.raw, {
            access,
            snapshots,
            hub,
            now,
            keepaliveMilliseconds,
            logError,
            countRequest: (keyHash, at) => rates.count(keyHash, at, c.executionCtx),
          })
        : routeNotFound(),
    )
    .options('/ofrep/v1/stream', preflight('GET, HEAD, OPTIONS'))
    .all('/ofrep/v1/stream', methodNotAllowed('GET, HEAD, OPTIONS'))
    .get('/health', (c) => c.json({ status: 'ok', version: codeVersion }))
    .notFound(routeNotFound)
    .onError((error) => explainFailure(error, { refuse: errorResponse }));

  return {
    fetch(request, ctx, url = request.url) {
      if (url.length > maxUrlCharacters) return errorResponse(urlTooLong);
      const endpoint = findEndpoint(request.method, url);
      return endpoint
        ? serve(endpoint, askingOf(request, ctx, url))
        : router.fetch(request, undefined, ctx);
    },
  };
}

/** What is asked most is found without the router. */
function findEndpoint(method: string, url: string): Endpoint | undefined {
  if (method === 'GET') return findHotEndpoint(url);
  return method === 'POST' ? findOfrepEndpoint(url) : undefined;
}
