import type { Feature, Features } from '../../contract/feature.ts';
import type { Context } from '../../engine/context.ts';
import { evaluateFlag, evaluatorFor } from '../../engine/evaluate.ts';
import type { Access, Granted } from './access.ts';
import { answerHeaders, publicHeaders } from './answer-headers.ts';
import type { Asked } from './asked.ts';
import { flagNotFound } from './error-response.ts';
import { canSee, defaultFeature, evaluatedText, unavailableFeature } from './feature.ts';
import { featuresEtag, matchesEtag } from './features-etag.ts';
import { type FeatureQuery, parseQuery } from './query.ts';

/** Throws `BadRequest`. */
export type Answer = (access: Exclude<Access, 'refused'>, asked: Asked) => Response;

/** `GET /features/:key`. */
export const answerFeature =
  (key: string): Answer =>
  (access, asked) => {
    const query = parseQuery(asked.url);
    if (access === 'unavailable') return fallback(unavailableFeature(key, query.fallback));
    const text = findFeatureText(key, access, query, asked.now);
    if (text === undefined) return flagNotFound(key);
    return new Response(text, { headers: answerHeaders(access, asked) });
  };

function findFeatureText(
  key: string,
  { held, key: asker }: Granted,
  { context, fallback: value }: FeatureQuery,
  now: number,
): string | undefined {
  const { flags, version } = held.snapshot;
  const flag = flags.get(key);
  const evaluation = flag && canSee(asker, flag) && evaluateFlag(flag, context, now);
  const isDefaultNeeded = !evaluation || evaluation.variant === undefined;
  if (isDefaultNeeded && value !== undefined)
    return JSON.stringify(defaultFeature(key, value, version));
  return flag && evaluation ? evaluatedText(flag, evaluation) : undefined;
}

/** `GET /features`: every flag that the key may see, by key. */
export const answerFeatures: Answer = (access, asked) => {
  const { context } = parseQuery(asked.url);
  if (access === 'unavailable') return fallback(noFeatures);
  const etag = featuresEtag(access, context, asked.now);
  const isKnown = matchesEtag(asked.headers.get('If-None-Match'), etag);
  const text = isKnown ? null : featuresText(access, context, asked.now);
  const response = new Response(text, {
    status: isKnown ? 304 : 200,
    headers: answerHeaders(access, asked),
  });
  response.headers.set('ETag', etag);
  if (isKnown) response.headers.delete('Content-Type');
  return response;
};

/** `Features` as JSON, put together from the texts of its flags, which are there already. */
function featuresText({ held, key }: Granted, context: Context, now: number): string {
  const { environment, version, flags } = held.snapshot;
  const visible = [...flags.values()].filter((flag) => canSee(key, flag));
  const evaluate = evaluatorFor(context, now);
  const texts = visible.map((flag) => evaluatedText(flag, evaluate(flag)));
  return `{"environment":${JSON.stringify(environment)},"version":${version},"features":[${texts.join()}]}`;
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
