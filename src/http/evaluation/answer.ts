import type { Feature, Features } from '../../contract/feature.ts';
import { evaluateFlag, evaluatorFor } from '../../engine/evaluate.ts';
import type { Access, Granted } from './access.ts';
import { answerHeaders, publicHeaders } from './answer-headers.ts';
import { flagNotFound } from './error-response.ts';
import { canSee, defaultFeature, evaluatedFeature, unavailableFeature } from './feature.ts';
import { featuresEtag, matchesEtag } from './features-etag.ts';
import { type FeatureQuery, parseQuery } from './query.ts';

type Allowed = Exclude<Access, 'refused'>;

/** `GET /features/:key`. */
export function answerFeature(key: string, access: Allowed, request: Request, now: number) {
  const query = parseQuery(request.url);
  if (access === 'unavailable') return fallback(unavailableFeature(key, query.fallback));
  const feature = findFeature(key, access, query, now);
  if (!feature) return flagNotFound(key);
  return new Response(JSON.stringify(feature), { headers: answerHeaders(access, request, now) });
}

function findFeature(
  key: string,
  { held, key: asker }: Granted,
  { context, fallback: value }: FeatureQuery,
  now: number,
): Feature | undefined {
  const { flags, version } = held.snapshot;
  const flag = flags.get(key);
  const evaluation = flag && canSee(asker, flag) && evaluateFlag(flag, context, now);
  const isDefaultNeeded = !evaluation || evaluation.variant === undefined;
  if (isDefaultNeeded && value !== undefined) return defaultFeature(key, value, version);
  return flag && evaluation ? evaluatedFeature(flag, evaluation) : undefined;
}

/** `GET /features`: every flag that the key may see, by key. */
export function answerFeatures(access: Allowed, request: Request, now: number): Response {
  const { context } = parseQuery(request.url);
  if (access === 'unavailable') return fallback(noFeatures);
  const headers = new Headers(answerHeaders(access, request, now));
  const etag = featuresEtag(access, context, now);
  headers.set('ETag', etag);
  if (matchesEtag(request.headers.get('If-None-Match'), etag)) {
    headers.delete('Content-Type');
    return new Response(null, { status: 304, headers });
  }
  const { environment, version, flags } = access.held.snapshot;
  const visible = [...flags.values()].filter((flag) => canSee(access.key, flag));
  const evaluate = evaluatorFor(context, now);
  const features: Features = {
    environment,
    version,
    features: visible.map((flag) => evaluatedFeature(flag, evaluate(flag))),
  };
  return new Response(JSON.stringify(features), { headers });
}

const noFeatures: Features = { environment: '', version: 0, features: [] };

/** 200 all the same: a flag system that fails must not fail those who ask it. */
const fallback = (body: Feature | Features): Response =>
  new Response(JSON.stringify(body), {
    headers: {
      ...publicHeaders,
      'x-flags-source': 'default',
      'x-flags-version': '0',
      'x-flags-age': '0',
    },
  });
