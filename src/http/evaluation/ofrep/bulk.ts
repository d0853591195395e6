import type { Context } from '../../../engine/context.ts';
import { evaluatorFor } from '../../../engine/evaluate.ts';
import { isRecord } from '../../../engine/is-record.ts';
import { isStale } from '../../../snapshot/held.ts';
import type { Granted } from '../access.ts';
import type { Asked } from '../asked.ts';
import { BadRequest } from '../bad-request.ts';
import { conditionalAnswer, unavailableAnswer } from '../conditional-answer.ts';
import { evaluationCounter } from '../count-evaluations.ts';
import { readKey } from '../credential.ts';
import type { Endpoint } from '../endpoint.ts';
import { withSigned } from '../signed-context/with-signed.ts';
import { type EventStream, eventStreams, streamWindow } from '../stream/event-streams.ts';
import { namesOtherConfig } from '../version-tag.ts';
import { listVisibleFlags } from '../visible-flags.ts';
import { parseContext } from './evaluation-request.ts';
import { flagTexts } from './flag-text.ts';
import { refuseInOfrep } from './refuse.ts';

/** `POST /ofrep/v1/evaluate/flags`. */
export const bulkEndpoint: Endpoint = {
  readsBody: true,
  hasEtag: true,
  refuse: refuseInOfrep(),
  answer(access, asked) {
    const context = withSigned(parseContext(asked.body), asked.signed);
    const wanted = parseFilter(context);
    if (!access.held) return unavailableAnswer(access, asked, { context, makeText: noFlags });
    return conditionalAnswer(access, asked, {
      context,
      isUnconditional: namesOtherConfig(asked.url, {
        version: access.held.snapshot.version,
        name: access.held.tag,
      }),
      window: asked.hasStreams ? streamWindow(access.key, asked.now) : undefined,
      makeText: () => bulkText(access, asked, { context, wanted, now: asked.now }),
    });
  },
};

/** Which flags are asked for, where not all are: `{"context":{"burgee":{"flags":["a","b"]}}}`. */
function parseFilter({ burgee }: Context): ReadonlySet<unknown> | undefined {
  const keys = isRecord(burgee) ? burgee.flags : undefined;
  if (keys === undefined) return undefined;
  if (Array.isArray(keys)) return new Set(keys);
  throw new BadRequest('invalid_context', 'context: expected a list of flag keys as burgee.flags.');
}

interface Question {
  readonly context: Context;
  readonly wanted: ReadonlySet<unknown> | undefined;
  readonly now: number;
}

function bulkText(access: Granted, asked: Asked, question: Question): string | Promise<string> {
  const text = flagsText(access, asked, question);
  if (!asked.hasStreams) return `${text}}`;
  const credential = readKey(asked.headers) ?? '';
  const streams = eventStreams({ granted: access, credential, now: asked.now });
  const ended = (each: readonly EventStream[]) => `${text},"eventStreams":${JSON.stringify(each)}}`;
  return streams instanceof Promise ? streams.then(ended) : ended(streams);
}

/** Without its closing brace. */
function flagsText(access: Granted, asked: Asked, { context, wanted, now }: Question): string {
  const { held, key } = access;
  const { environment, version } = held.snapshot;
  const all = listVisibleFlags(access);
  const flags = wanted ? all.filter((flag) => wanted.has(flag.key)) : all;
  const evaluate = evaluatorFor(context, now);
  const textOf = flagTexts({ kind: key.kind, isStale: isStale(held, now) });
  const count = evaluationCounter(access, asked, context);
  const texts = flags.map((flag) => {
    const evaluation = evaluate(flag);
    count(flag, evaluation);
    return textOf(flag, evaluation);
  });
  const metadata = JSON.stringify({ environment, version });
  return `{"flags":[${texts.join()}],"metadata":${metadata}`;
}

const noFlags = (): string => JSON.stringify({ flags: [] });
