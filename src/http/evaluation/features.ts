import type { Feature, Features } from '../../contract/flags/feature.ts';
import type { Context } from '../../engine/context.ts';
import { evaluateFlag, evaluatorFor } from '../../engine/evaluate.ts';
import { organisationOf } from '../../usage/organisation-of.ts';
import type { Granted } from './access.ts';
import { answerHeaders, unavailableHeaders } from './answer-headers.ts';
import type { Asked } from './asked.ts';
import { conditionalAnswer, unavailableAnswer } from './conditional-answer.ts';
import { evaluationCounter } from './count-evaluations.ts';
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
    const flag = findVisibleFlag(access, key);
    if (!flag && query.fallback === undefined) return flagNotFound(key);
    const tally = asked.usage?.answered(access, asked.now);
    let text: string | undefined;
    if (flag) {
      const evaluation = evaluateFlag(flag, query.context, asked.now);
      tally?.count(tally.cellsOf(organisationOf(query.context)), flag, evaluation);
      const isDefaultServed = evaluation.variant === undefined && query.fallback !== undefined;
      if (!isDefaultServed) text = evaluatedText(flag, evaluation);
    }
    return new Response(text ?? defaultText(key, access, query), {
      headers: answerHeaders(access, asked),
    });
  }, false);

const defaultText = (key: string, { held }: Granted, { fallback: value }: FeatureQuery): string =>
  JSON.stringify(defaultFeature(key, value ?? null, held.snapshot.version));

/** `GET /features`: every flag that the key may see, by key. */
export const featuresEndpoint = endpoint((access, asked) => {
  const { context } = parseQuery(asked.url, asked.signed);
  if (!access.held) return unavailableAnswer(access, asked, { context, makeText: noFeatures });
  const makeText = () => featuresText(access, context, asked);
  return conditionalAnswer(access, asked, { context, makeText });
}, true);

/** `Features` as JSON, put together from the texts of its flags, which are there already. */
function featuresText(access: Granted, context: Context, asked: Asked): string {
  const { environment, version } = access.held.snapshot;
  const evaluate = evaluatorFor(context, asked.now);
  const count = evaluationCounter(access, asked, context);
  const texts = listVisibleFlags(access).map((flag) => {
    const evaluation = evaluate(flag);
    count(flag, evaluation);
    return evaluatedText(flag, evaluation);
  });
  return `{"environment":${JSON.stringify(environment)},"version":${version},"features":[${texts.join()}]}`;
}

const noFeatures = (): string =>
  JSON.stringify({ environment: '', version: 0, features: [] } satisfies Features);

/** 200 all the same: a flag system that fails must not fail those who ask it. */
const fallback = (body: Feature): Response =>
  new Response(JSON.stringify(body), { headers: unavailableHeaders });
