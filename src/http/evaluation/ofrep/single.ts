import { evaluateFlag } from '../../../engine/evaluate.ts';
import { isStale } from '../../../snapshot/held.ts';
import { organisationOf } from '../../../usage/organisation-of.ts';
import { answerHeaders, unavailableHeaders } from '../answer-headers.ts';
import type { Endpoint } from '../endpoint.ts';
import { withSigned } from '../signed-context/with-signed.ts';
import { findVisibleFlag } from '../visible-flags.ts';
import { parseContext } from './evaluation-request.ts';
import { flagTexts } from './flag-text.ts';
import { refuseInOfrep } from './refuse.ts';

/** `POST /ofrep/v1/evaluate/flags/:key`. */
export function singleEndpoint(key: string): Endpoint {
  const refuse = refuseInOfrep(key);
  return {
    readsBody: true,
    hasEtag: false,
    refuse,
    answer(access, asked) {
      const context = withSigned(parseContext(asked.body), asked.signed);
      if (!access.held) return new Response(codeDefault(key), { headers: unavailableHeaders });
      const flag = findVisibleFlag(access, key);
      if (flag === undefined) return refuse(flagNotFound(key));
      const evaluation = evaluateFlag(flag, context, asked.now);
      const tally = asked.usage?.answered(access, asked.now);
      tally?.count(tally.cellsOf(organisationOf(context)), flag, evaluation);
      const manner = { kind: access.key.kind, isStale: isStale(access.held, asked.now) };
      return new Response(flagTexts(manner)(flag, evaluation), {
        status: evaluation.errorCode === undefined ? 200 : 400,
        headers: answerHeaders(access, asked),
      });
    },
  };
}

/** Without a value, so that the caller's own counts. */
const codeDefault = (key: string): string => JSON.stringify({ key, reason: 'DEFAULT' });

const flagNotFound = (key: string) => ({
  status: 404,
  code: 'flag_not_found',
  message: `There is no flag ${JSON.stringify(key.slice(0, 200))} that this key may see.`,
});
