import { broken, type Check, passed, skipped } from '../check.ts';
import { isJson, isObject, show, tell, type ValueType, valueTypeOf } from '../read-answer.ts';
import type { Subject } from '../subject.ts';

const articles: Readonly<Record<ValueType, string>> = {
  boolean: 'a boolean',
  string: 'a string',
  integer: 'an integer',
  float: 'a number',
  object: 'an object',
};

const valueTypes = Object.keys(articles) as readonly ValueType[];

/** One flag, answered as the clients can use it. */
export const values: readonly Check[] = [
  valueCheck('boolean'),
  valueCheck('string'),
  valueCheck('integer'),
  valueCheck('float'),
  valueCheck('object'),
  {
    id: 'single-content-type',
    title: 'calls the answer application/json',
    level: 'must',
    source: 'OFREP 0.3.0, evaluateFlag 200; ofrep-core',
    consequence: 'The JavaScript client throws, and the default of the code is used.',
    run: (subject) =>
      eachSuccess(subject, (answer) =>
        isJson(answer) ? undefined : (answer.headers.get('content-type') ?? 'no Content-Type'),
      ),
  },
  {
    id: 'single-key',
    title: 'repeats the key that was asked for',
    level: 'must',
    source: 'OFREP 0.3.0, evaluationSuccess.key',
    consequence: 'Clients do not take it for an evaluation, or file it under another flag.',
    run: (subject) =>
      eachSuccess(subject, ({ json }, key) =>
        isObject(json) && json.key === key ? undefined : `the key ${show(keyIn(json))}`,
      ),
  },
  {
    id: 'single-reason',
    title: 'says the reason, as text',
    level: 'must',
    source: 'OFREP 0.3.0, evaluationSuccess.reason',
    consequence: 'Clients do not take it for an evaluation; hooks and telemetry lose the why.',
    run: (subject) =>
      eachSuccess(subject, ({ json }) =>
        isObject(json) && typeof json.reason === 'string' ? undefined : 'no reason',
      ),
  },
];

type SuccessLook = (
  answer: Awaited<ReturnType<Subject['askOne']>>,
  key: string,
) => string | undefined;

function valueCheck(type: ValueType): Check {
  return {
    id: `single-${type}`,
    title: `answers 200 with ${articles[type]}${type === 'float' ? ' for a float' : ''}`,
    level: 'must',
    source: `OFREP 0.3.0, ${type}Flag`,
    consequence:
      'Clients compare typeof with that of the default: TYPE_MISMATCH, and the default is used.',
    run: async ({ flags, askOne }) => {
      const key = flags[type];
      if (key === undefined) return skipped(`no ${type} flag is known`, `--${type}-flag <key>`);
      const answer = await askOne(key);
      const value = isObject(answer.json) ? answer.json.value : undefined;
      const isRight = answer.status === 200 && fits(value, type);
      return isRight ? passed(key) : broken(`${articles[type]} for ${key}`, tell(answer));
    },
  };
}

/** JSON does not tell 2.0 from 2, so a float may look like an integer. */
export function fits(value: unknown, type: ValueType): boolean {
  return valueTypeOf(value) === type || (type === 'float' && valueTypeOf(value) === 'integer');
}

async function eachSuccess({ flags, askOne }: Subject, look: SuccessLook) {
  const seen: string[] = [];
  for (const type of valueTypes) {
    const key = flags[type];
    if (key === undefined) continue;
    const answer = await askOne(key);
    if (answer.status !== 200) continue;
    const came = look(answer, key);
    if (came !== undefined) return broken(`it for ${key}`, came);
    seen.push(key);
  }
  if (seen.length > 0) return passed(seen.length === 1 ? seen[0] : `${seen.length} flags`);
  return skipped('no flag was answered with 200', '--boolean-flag <key>');
}

function keyIn(json: unknown): unknown {
  return isObject(json) ? json.key : undefined;
}
