import type { Feature, Features } from '../../contract/feature.ts';
import type { Context } from '../../engine/context.ts';
import { evaluateFlag, evaluatorFor } from '../../engine/evaluate.ts';
import type { Granted } from './access.ts';
import { answerHeaders, unavailableHeaders } from './answer-headers.ts';
import { conditionalAnswer, unavailableAnswer } from './conditional-answer.ts';
import type { Answer, Endpoint } from './endpoint.ts';
import { errorResponse, flagNotFound } from './error-response.ts';
import { defaultFeature, evaluatedText, unavailableFeature } from './feature.ts';
import { type FeatureQuery, parseQuery } from './query.ts';
import { findVisibleFlag, listVisibleFlags } from './visible-flags.ts';

const endpoint = (answer: Answer, hasEtag: boolean): Endpoint => ({
  answer,
  refuse: errorResponse,
  readsBody: false,
  hasEtag,
});

/** `GET /features/:key`. */
export const featureEndpoint = (key: string): Endpoint =>
  endpoint((access, asked) => {
    const query = parseQuery(asked.url, asked.signed);
    if (!access.held) return fallback(unavailableFeature(key, query.fallback));
    const text = findFeatureText(key, access, query, asked.now);
    if (text === undefined) return flagNotFound(key);
    return new Response(text, { headers: answerHeaders(access, asked) });
  }, false);

function findFeatureText(
  key: string,
  access: Granted,
  { context, fallback: value }: FeatureQuery,
  now: number,
): string | undefined {
  const flag = findVisibleFlag(access, key);
  const evaluation = flag && evaluateFlag(flag, context, now);
  const isDefaultNeeded = !evaluation || evaluation.variant === undefined;
  if (isDefaultNeeded && value !== undefined)
    return JSON.stringify(defaultFeature(key, value, access.held.snapshot.version));
  return flag && evaluation ? evaluatedText(flag, evaluation) : undefined;
}

/** `GET /features`: every flag that the key may see, by key. */
export const featuresEndpoint = endpoint((access, asked) => {
  const { context } = parseQuery(asked.url, asked.signed);
  if (!access.held) return unavailableAnswer(access, asked, { context, makeText: noFeatures });
  const makeText = () => featuresText(access, context, asked.now);
  return conditionalAnswer(access, asked, { context, makeText });
}, true);

/** `Features` as JSON, put together from the texts of its flags, which are there already. */
function featuresText(access: Granted, context: Context, now: number): string {
  const { environment, version } = access.held.snapshot;
  const evaluate = evaluatorFor(context, now);
  const texts = listVisibleFlags(access).map((flag) => evaluatedText(flag, evaluate(flag)));
  return `{"environment":${JSON.stringify(environment)},"version":${version},"features":[${texts.join()}]}`;
}

const noFeatures = (): string =>
  JSON.stringify({ environment: '', version: 0, features: [] } satisfies Features);

/** 200 all the same: a flag system that fails must not fail those who ask it. */
const fallback = (body: Feature): Response =>
  new Response(JSON.stringify(body), { headers: unavailableHeaders });
