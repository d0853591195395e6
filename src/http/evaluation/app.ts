import { type Context, Hono } from 'hono';
import { maxUrlCharacters } from '../../contract/fields/limits.ts';
import type { SchemaRange } from '../../contract/health/health.ts';
import type { HubClient } from '../../hub/hub-client.ts';
import { streamPolicy } from '../../resource-policy.ts';
import { preflight } from './answer-headers.ts';
import type { Endpoint } from './endpoint.ts';
import { errorResponse, methodNotAllowed, routeNotFound } from './error-response.ts';
import { featureEndpoint, featuresEndpoint } from './features.ts';
import { findHotEndpoint } from './hot-route.ts';
import { findOfrepEndpoint } from './ofrep/route.ts';
import { Pipeline, type PipelineOptions } from './pipeline.ts';
import { urlTooLong } from './refusals.ts';
import { routePattern } from './route-pattern.ts';
import { openStream } from './stream/stream-route.ts';

/** What the data plane is made of; see `data-plane.ts`. */
export interface EvaluationCapabilities extends Omit<PipelineOptions, 'hasStreams'> {
  /** Without it there are no live streams. */
  readonly hub?: Pick<HubClient, 'openStream'> | undefined;
  readonly schemaRange?: SchemaRange;
}

/** The data plane over HTTP. Never rejects. */
export interface EvaluationApp {
  readonly fetch: (
    request: Request,
    ctx: ExecutionContext,
    /** Its address, for whoever knows it, as each look at it makes a text anew. */
    url?: string,
  ) => Response | Promise<Response>;
}

/**
 * No middleware: each endpoint makes its response itself, as three ordinary middlewares would cost more
 * than all the rest. What is asked most is found without the router.
 */
export function createEvaluationApp(capabilities: EvaluationCapabilities): EvaluationApp {
  const pipeline = new Pipeline({ ...capabilities, hasStreams: capabilities.hub !== undefined });
  const router = createRouter(pipeline, capabilities);
  return {
    fetch(request, ctx, url = request.url) {
      if (url.length > maxUrlCharacters) return errorResponse(urlTooLong);
      const endpoint = findEndpoint(request.method, url);
      return endpoint
        ? pipeline.serve({
            endpoint,
            request,
            url,
            headers: request.headers,
            ctx,
            body: '',
            credential: undefined,
          })
        : router.fetch(request, undefined, ctx);
    },
  };
}

function findEndpoint(method: string, url: string): Endpoint | undefined {
  if (method === 'GET') return findHotEndpoint(url);
  return method === 'POST' ? findOfrepEndpoint(url) : undefined;
}

const { keepaliveMilliseconds } = streamPolicy;

function createRouter(pipeline: Pipeline, capabilities: EvaluationCapabilities) {
  const { snapshots, hub, now, codeVersion, logError, requests } = capabilities;
  const { access } = pipeline;
  const health = { status: 'ok', version: codeVersion, ...capabilities.schemaRange };

  const serve = ({ req: { raw: request, url }, executionCtx }: Context, endpoint: Endpoint) => {
    const ctx = executionCtx as ExecutionContext;
    return pipeline.serve({
      endpoint,
      request,
      url,
      headers: request.headers,
      ctx,
      body: '',
      credential: undefined,
    });
  };

  const noted = async ({ req: { raw: request, url } }: Context, answering: Promise<Response>) => {
    const startedAt = now();
    const response = await answering;
    const milliseconds = now() - startedAt;
    requests?.note({ request, route: routePattern(url), response, milliseconds });
    return response;
  };

  return new Hono({ strict: false })
    .get('/features', (c) => serve(c, featuresEndpoint))
    .get('/features/:key{[\\s\\S]+}', (c) => serve(c, featureEndpoint(c.req.param('key'))))
    .options('/features/*', preflight('GET, HEAD, OPTIONS'))
    .all('/features/*', methodNotAllowed('GET, HEAD, OPTIONS'))
    .options('/ofrep/v1/evaluate/flags/*', preflight('POST, OPTIONS'))
    .all('/ofrep/v1/evaluate/flags/*', methodNotAllowed('POST, OPTIONS'))
    .get('/ofrep/v1/stream', (c) =>
      hub
        ? noted(
            c,
            openStream(c.req.raw, {
              access,
              snapshots,
              hub,
              now,
              keepaliveMilliseconds,
              logError,
              countRequest: (keyHash, at) => pipeline.countRequest(keyHash, at, c.executionCtx),
            }),
          )
        : routeNotFound(),
    )
    .options('/ofrep/v1/stream', preflight('GET, HEAD, OPTIONS'))
    .all('/ofrep/v1/stream', methodNotAllowed('GET, HEAD, OPTIONS'))
    .get('/', (c) => c.redirect('/dashboard/'))
    .get('/health', (c) => c.json(health))
    .notFound(routeNotFound)
    .onError((error) => pipeline.explainFailure(error, { refuse: errorResponse }));
}
